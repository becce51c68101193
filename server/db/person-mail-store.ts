import type { Selectable } from 'kysely'
import {
  defaultMailChoice,
  type MailChoice,
  mailChoiceSchema,
  type PersonMail,
} from '../../shared/api/mail-choices.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import type { Schema } from './schema.ts'

type PersonKey = { contractId: string; personId: string }

/** What each person wants to hear of by mail, and whether mail reaches him. */
export function createPersonMailStore(db: Db) {
  return {
    /** Of those of a contract who have chosen or whom mail has not reached. */
    async listOf(contractId: string): Promise<PersonMail[]> {
      const rows = await db
        .selectFrom('person_mail')
        .selectAll()
        .where('contract_id', '=', contractId)
        .execute()
      return rows.map(toPersonMail)
    },

    async choose({ contractId, personId }: PersonKey, choice: MailChoice): Promise<void> {
      await db
        .insertInto('person_mail')
        .values({ contract_id: contractId, person_id: personId, ...choice })
        .onConflict((conflict) =>
          conflict.columns(['contract_id', 'person_id']).doUpdateSet(choice),
        )
        .execute()
    },

    async markBounced(
      { contractId, personId }: PersonKey,
      { at, reason }: { at: Instant; reason: string },
    ): Promise<void> {
      const bounce = { bounced_at: at, bounce_reason: reason }
      await db
        .insertInto('person_mail')
        .values({
          ...{ contract_id: contractId, person_id: personId },
          ...defaultMailChoice,
          ...bounce,
        })
        .onConflict((conflict) =>
          conflict.columns(['contract_id', 'person_id']).doUpdateSet(bounce),
        )
        .execute()
    },

    /** He has written: his mailbox is alive. */
    async markAlive({ contractId, personId }: PersonKey): Promise<void> {
      await db
        .updateTable('person_mail')
        .set({ bounced_at: null, bounce_reason: null })
        .where('contract_id', '=', contractId)
        .where('person_id', '=', personId)
        .execute()
    },
  }
}

const toPersonMail = (row: Selectable<Schema['person_mail']>): PersonMail => ({
  ...mailChoiceSchema.parse({ wish: row.wish, locale: row.locale }),
  personId: row.person_id,
  bounce: row.bounced_at === null ? null : { at: row.bounced_at, reason: row.bounce_reason ?? '' },
})
