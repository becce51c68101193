import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import type { Schema } from './schema.ts'

/** What a robot of a portal asked for. */
export type RobotCallRecord = {
  memberId: string
  /** The portal's own name of the call; good for one piece of work. */
  token: string
  code: string
  entityTypeId: number
  itemId: number
  properties: Record<string, string>
  /** The automation stands still until it is told the result. */
  waits: boolean
  receivedAt: Instant
  /** Of what the call makes: facts, and the item when it files a ticket. */
  xmlId: string
  /** The portal user in whose name it files; null while it has not filed. */
  filerId: number | null
  /** An item may have been made already. */
  hasBegun: boolean
}

export type RobotCallsStore = ReturnType<typeof createRobotCallsStore>

export function createRobotCallsStore(db: Db) {
  return {
    /** @returns whether the call is new */
    async add(call: RobotCallRecord): Promise<boolean> {
      const added = await db
        .insertInto('robot_calls')
        .values({
          member_id: call.memberId,
          token: call.token,
          code: call.code,
          entity_type_id: call.entityTypeId,
          item_id: call.itemId,
          properties: JSON.stringify(call.properties),
          waits: call.waits ? 1 : 0,
          received_at: call.receivedAt,
          xml_id: call.xmlId,
          filer_id: call.filerId,
          has_begun: call.hasBegun ? 1 : 0,
        })
        .onConflict((conflict) => conflict.columns(['member_id', 'token']).doNothing())
        .returning('token')
        .executeTakeFirst()
      return added !== undefined
    },

    async find(memberId: string, token: string): Promise<RobotCallRecord | undefined> {
      const row = await db
        .selectFrom('robot_calls')
        .selectAll()
        .where('member_id', '=', memberId)
        .where('token', '=', token)
        .executeTakeFirst()
      return row && toCall(row)
    },

    /** Before the item is made: whoever comes after a crash will look for it first. */
    async begin({ memberId, token }: RobotCallRecord, filerId: number): Promise<void> {
      await db
        .updateTable('robot_calls')
        .set({ has_begun: 1, filer_id: filerId })
        .where('member_id', '=', memberId)
        .where('token', '=', token)
        .execute()
    },

    /** In whose name a robot of the portal made the item; null when none did. */
    async filerOf(memberId: string, xmlId: string): Promise<number | null> {
      const row = await db
        .selectFrom('robot_calls')
        .select('filer_id')
        .where('member_id', '=', memberId)
        .where('xml_id', '=', xmlId)
        .executeTakeFirst()
      return row?.filer_id ?? null
    },

    /** Tickets with that number of contracts to which the portal is a party. */
    async ticketsNumbered(memberId: string, number: number): Promise<string[]> {
      const rows = await db
        .selectFrom('tickets')
        .select('id')
        .where('number', '=', number)
        .where((row) =>
          row.or([
            row('customer_member_id', '=', memberId),
            row('partner_member_id', '=', memberId),
          ]),
        )
        .execute()
      return rows.map((row) => row.id)
    },
  }
}

const toCall = (row: Selectable<Schema['robot_calls']>): RobotCallRecord => ({
  memberId: row.member_id,
  token: row.token,
  code: row.code,
  entityTypeId: row.entity_type_id,
  itemId: row.item_id,
  properties: z.record(z.string(), z.string()).parse(JSON.parse(row.properties)),
  waits: row.waits === 1,
  receivedAt: row.received_at,
  xmlId: row.xml_id,
  filerId: row.filer_id,
  hasBegun: row.has_begun === 1,
})
