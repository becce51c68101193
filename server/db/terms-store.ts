import type { Selectable } from 'kysely'
import { tariffSchema } from '../../shared/billing/tariff.ts'
import { type BusinessCalendar, businessCalendarSchema } from '../../shared/calendar/schema.ts'
import { policySchema } from '../../shared/sla/policy.ts'
import type { Instant } from '../../shared/time.ts'
import type { Terms } from './contracts-store.ts'
import type { Db } from './open-db.ts'
import type { Schema } from './schema.ts'

/** A version with its story; one that was withdrawn never held. */
export type TermsVersion = Terms & {
  /** null: of the time before this was kept. */
  made: Mark | null
  withdrawn: Mark | null
}

type Mark = { at: Instant; by: string }

/** Versions of a contract's terms. None is rewritten: tickets keep the one of their registration. */
export function createTermsStore(db: Db) {
  const versions = (contractId: string) =>
    db.selectFrom('contract_terms').selectAll().where('contract_id', '=', contractId)

  return {
    /** The version in force at an instant: the newest that holds by then, else the first. */
    async termsAt(contractId: string, at: Instant): Promise<Terms> {
      const rows = await versions(contractId)
        .where('withdrawn_at', 'is', null)
        .orderBy('valid_from', 'desc')
        .orderBy('version', 'desc')
        .execute()
      const row = rows.find((candidate) => candidate.valid_from <= at) ?? rows.at(-1)
      if (!row) throw new Error('A contract without terms')
      return toTerms(row)
    },

    async terms(contractId: string, version: number): Promise<Terms> {
      const row = await versions(contractId)
        .where('version', '=', version)
        .executeTakeFirstOrThrow()
      return toTerms(row)
    },

    /** A way to each ticket's calendar; many contracts have the same one. */
    async calendarsOf(tickets: readonly TermsOf[]): Promise<CalendarOf> {
      const wanted = new Set(tickets.map(termsKey))
      const ids = [...new Set(tickets.map(({ contractId }) => contractId))]
      if (ids.length === 0) return () => undefined
      const rows = await db
        .selectFrom('contract_terms')
        .select(['contract_id as contractId', 'version as termsVersion', 'calendar'])
        .where('contract_id', 'in', ids)
        .execute()
      const read = new Map<string, BusinessCalendar>()
      const calendars = new Map(
        rows
          .filter((row) => wanted.has(termsKey(row)))
          .map((row) => [termsKey(row), readOnce(read, row.calendar)]),
      )
      return (ticket) => calendars.get(termsKey(ticket))
    },

    /** Newest first, the withdrawn ones too. */
    async termsVersions(contractId: string): Promise<TermsVersion[]> {
      const rows = await versions(contractId).orderBy('version', 'desc').execute()
      return rows.map((row) => ({
        ...toTerms(row),
        made: markOf(row.made_at, row.made_by),
        withdrawn: markOf(row.withdrawn_at, row.withdrawn_by),
      }))
    },

    /** Waits for whoever else is editing the terms; in a transaction, before they are read. */
    async lockTerms(contractId: string): Promise<void> {
      await db
        .updateTable('contracts')
        .set((row) => ({ next_number: row.ref('next_number') }))
        .where('id', '=', contractId)
        .execute()
    },

    async addTerms(contractId: string, terms: Terms, made: Mark | null): Promise<void> {
      await db
        .insertInto('contract_terms')
        .values({
          contract_id: contractId,
          version: terms.version,
          valid_from: terms.validFrom,
          policy: JSON.stringify(terms.policy),
          calendar: JSON.stringify(terms.calendar),
          tariff: JSON.stringify(terms.tariff),
          made_at: made?.at ?? null,
          made_by: made?.by ?? null,
        })
        .execute()
    },

    /** @returns whether it was still to come at that instant */
    async withdrawTerms(contractId: string, version: number, mark: Mark): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('contract_terms')
        .set({ withdrawn_at: mark.at, withdrawn_by: mark.by })
        .where('contract_id', '=', contractId)
        .where('version', '=', version)
        .where('valid_from', '>', mark.at)
        .where('withdrawn_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Tickets that are not over: they stay under the terms of their registration. */
    async countOpenTickets(contractId: string): Promise<number> {
      const { count } = await db
        .selectFrom('ticket_list')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('contract_id', '=', contractId)
        .where('is_over', '=', 0)
        .executeTakeFirstOrThrow()
      return count
    },
  }
}

type TermsOf = { contractId: string; termsVersion: number }
type CalendarOf = (ticket: TermsOf) => BusinessCalendar | undefined
const termsKey = ({ contractId, termsVersion }: TermsOf): string =>
  `${contractId}:${String(termsVersion)}`

function readOnce(read: Map<string, BusinessCalendar>, text: string): BusinessCalendar {
  const calendar = read.get(text) ?? businessCalendarSchema.parse(JSON.parse(text))
  read.set(text, calendar)
  return calendar
}

const markOf = (at: Instant | null, by: string | null): Mark | null =>
  at === null || by === null ? null : { at, by }

function toTerms(row: Selectable<Schema['contract_terms']>): Terms {
  return {
    version: row.version,
    validFrom: row.valid_from,
    policy: policySchema.parse(JSON.parse(row.policy)),
    calendar: businessCalendarSchema.parse(JSON.parse(row.calendar)),
    tariff: tariffSchema.parse(JSON.parse(row.tariff)),
  }
}
