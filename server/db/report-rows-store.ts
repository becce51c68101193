import type { ClockRecord } from '../../shared/report/clock-record.ts'
import type { TicketRecord } from '../../shared/report/ticket-record.ts'
import type { Db } from './open-db.ts'
import { among, type Ours } from './ours.ts'
import type { Ticket } from './tickets-store.ts'

/** Later than any instant. */
export const never = 9e15

/** What reports count of one ticket. */
export type ReportRows = { ticket: TicketRecord; engineerId: number | null; clocks: ClockRecord[] }

/** Writes what reports count, in the transaction of the ticket that it is made from. */
export function createReportRowsStore(db: Db) {
  return {
    /** In place of what was kept of the ticket before. */
    async keep(ticket: Pick<Ticket, 'id' | 'contractId' | 'memberIds'>, rows: ReportRows) {
      const shared = {
        ticket_id: ticket.id,
        partner_member_id: ticket.memberIds.partner,
        contract_id: ticket.contractId,
        engineer_id: rows.engineerId ?? 0,
      }
      const { month, hour, level, registeredAt, overAt } = rows.ticket
      const values = {
        ...{ ...shared, month, hour, level },
        registered_at: registeredAt,
        over_at: overAt ?? never,
      }
      await db
        .insertInto('report_tickets')
        .values(values)
        .onConflict((conflict) => conflict.column('ticket_id').doUpdateSet(values))
        .execute()
      await db.deleteFrom('report_clocks').where('ticket_id', '=', ticket.id).execute()
      const clocks = rows.clocks.flatMap((record, seq) => clockRow(record, { ...shared, seq }))
      // SQLite binds at most 32,766 values in one statement.
      for (let start = 0; start < clocks.length; start += 1000)
        await db
          .insertInto('report_clocks')
          .values(clocks.slice(start, start + 1000))
          .execute()
    },

    /** Tickets whose rows are to be made anew, of partners whose portals are ours. */
    async toMake(ours: Ours, limit: number): Promise<string[]> {
      const rows = await db
        .selectFrom('report_todo')
        .select('ticket_id')
        .where(among(db, 'partner_member_id', ours))
        .limit(limit)
        .execute()
      return rows.map((row) => row.ticket_id)
    },

    async made(ticketId: string): Promise<void> {
      await db.deleteFrom('report_todo').where('ticket_id', '=', ticketId).execute()
    },

    /** All of a partner's tickets are to be made anew. */
    async makeAnew(memberId: string): Promise<void> {
      await db
        .insertInto('report_todo')
        .columns(['ticket_id', 'partner_member_id'])
        .expression(
          db
            .selectFrom('tickets')
            .select(['id', 'partner_member_id'])
            .where('partner_member_id', '=', memberId),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
  }
}

type Shared = {
  ticket_id: string
  seq: number
  partner_member_id: string
  contract_id: string
  engineer_id: number
}

/** What only an act can settle is not counted yet. */
function clockRow(record: ClockRecord, shared: Shared) {
  const { settlement, month } = record
  if (!settlement || month === null) return []
  return [
    {
      ...{ ...shared, month, clock: record.name, level: record.level },
      outcome: settlement.outcome,
      settles_at: settlement.at,
      used_minutes: record.usedMinutes,
      holds_after: record.holdsAfter ?? -1,
      holds_until: record.holdsUntil ?? never,
    },
  ]
}
