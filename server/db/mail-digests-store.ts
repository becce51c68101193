import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import { among, type Ours } from './ours.ts'

export type DigestReader = { memberId: string; contractId: string; personId: string }

export type DigestEntry = DigestReader & {
  /** Names the news: kept and told once. */
  key: string
  /** The ticket. */
  head: string
  text: string
  at: Instant
  sendAt: Instant
}

/** News that wait for a person's daily mail. */
export function createMailDigestsStore(db: Db) {
  return {
    async add({ key, memberId, contractId, personId, ...entry }: DigestEntry): Promise<void> {
      await db
        .insertInto('mail_digests')
        .values({
          ...{ key, member_id: memberId, contract_id: contractId, person_id: personId },
          ...{ head: entry.head, text: entry.text, at: entry.at, send_at: entry.sendAt },
        })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute()
    },

    async readersDue(now: Instant, limit: number, ours: Ours): Promise<DigestReader[]> {
      const rows = await db
        .selectFrom('mail_digests')
        .select(['member_id', 'contract_id', 'person_id'])
        .distinct()
        .where('send_at', '<=', now)
        .where(among(db, 'member_id', ours))
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        ...{ memberId: row.member_id, contractId: row.contract_id, personId: row.person_id },
      }))
    },

    /** Takes what is due for a person out of the store, oldest first. */
    async take(reader: DigestReader, now: Instant): Promise<DigestEntry[]> {
      const rows = await db
        .deleteFrom('mail_digests')
        .where('contract_id', '=', reader.contractId)
        .where('person_id', '=', reader.personId)
        .where('send_at', '<=', now)
        .returningAll()
        .execute()
      return rows
        .map((row) => ({
          ...{ ...reader, key: row.key, head: row.head, text: row.text },
          ...{ at: row.at, sendAt: row.send_at },
        }))
        .sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1))
    },
  }
}
