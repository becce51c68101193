import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Root, TicketMark } from '../../shared/evidence/roots.ts'
import type { Instant } from '../../shared/time.ts'
import { createEvidenceChecksStore } from './evidence-checks-store.ts'
import type { Db } from './open-db.ts'
import { createRawHistoriesStore } from './raw-histories-store.ts'
import type { Schema } from './schema.ts'

/** Roots, and histories by which they are checked. Whose contract it is has been proven before. */
export function createEvidenceStore(db: Db) {
  const ofContract = (contractId: string) =>
    db.selectFrom('evidence_roots').selectAll().where('contract_id', '=', contractId)

  return {
    ...createEvidenceChecksStore(db),
    ...createRawHistoriesStore(db),

    async lastRoot(contractId: string): Promise<Root | undefined> {
      const row = await ofContract(contractId).orderBy('day', 'desc').limit(1).executeTakeFirst()
      return row && (await withMarks([row]))[0]
    },

    /** Behind a day, in their order. */
    async roots(contractId: string, after: string, limit: number): Promise<Root[]> {
      const rows = await ofContract(contractId)
        .where('day', '>', after)
        .orderBy('day')
        .limit(limit)
        .execute()
      return withMarks(rows)
    },

    /** Of the root before a day; '' when there is none. */
    async hashBefore(contractId: string, day: string): Promise<string> {
      const row = await ofContract(contractId)
        .where('day', '<=', day)
        .orderBy('day', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row?.hash ?? ''
    },

    /** @param month 'YYYY-MM' */
    async hashesOf(contractId: string, month: string): Promise<{ day: string; hash: string }[]> {
      return db
        .selectFrom('evidence_roots')
        .select(['day', 'hash'])
        .where('contract_id', '=', contractId)
        .where('day', 'like', `${month}-%`)
        .orderBy('day')
        .execute()
    },

    /** Versions of terms that a root holds already. */
    async rootedTerms(contractId: string): Promise<Set<number>> {
      const rows = await ofContract(contractId).where('terms', '!=', '[]').execute()
      return new Set(rows.flatMap((row) => termsOf(row).map(({ version }) => version)))
    },

    /** Tickets whose histories are longer than the roots know. */
    async grown(contractId: string): Promise<TicketMark[]> {
      const heads = db
        .selectFrom('facts')
        .innerJoin('tickets', 'tickets.id', 'facts.ticket_id')
        .where('tickets.contract_id', '=', contractId)
        .groupBy('facts.ticket_id')
        .select(({ fn }) => ['facts.ticket_id', fn.max('facts.seq').as('seq')])
        .as('heads')
      const known = db
        .selectFrom('evidence_marks')
        .where('contract_id', '=', contractId)
        .groupBy('ticket_id')
        .select(({ fn }) => ['ticket_id', fn.max('facts').as('facts')])
        .as('known')
      return db
        .selectFrom(heads)
        .innerJoin('facts', (join) =>
          join
            .onRef('facts.ticket_id', '=', 'heads.ticket_id')
            .onRef('facts.seq', '=', 'heads.seq'),
        )
        .leftJoin(known, 'known.ticket_id', 'heads.ticket_id')
        .where((row) =>
          row.or([row('known.facts', 'is', null), row('known.facts', '<', row.ref('heads.seq'))]),
        )
        .select(['facts.ticket_id as ticketId', 'facts.seq as facts', 'facts.hash'])
        .execute()
    },

    async addRoot(contractId: string, root: Root, now: Instant): Promise<void> {
      const { day, previous, hash, terms, tickets } = root
      await db
        .insertInto('evidence_roots')
        .values({
          ...{ contract_id: contractId, day, previous, hash },
          ...{ terms: JSON.stringify(terms), made_at: now },
        })
        .execute()
      for (const { ticketId, facts, hash: last } of tickets)
        await db
          .insertInto('evidence_marks')
          .values({ ticket_id: ticketId, day, contract_id: contractId, facts, hash: last })
          .execute()
    },

    /** The first day whose root holds a ticket that the contract has not. */
    async dayOfLostTicket(contractId: string): Promise<string | undefined> {
      const row = await db
        .selectFrom('evidence_marks')
        .leftJoin('tickets', (join) =>
          join
            .onRef('tickets.id', '=', 'evidence_marks.ticket_id')
            .onRef('tickets.contract_id', '=', 'evidence_marks.contract_id'),
        )
        .select('evidence_marks.day')
        .where('evidence_marks.contract_id', '=', contractId)
        .where('tickets.id', 'is', null)
        .orderBy('evidence_marks.day')
        .limit(1)
        .executeTakeFirst()
      return row?.day
    },
  }

  async function withMarks(rows: readonly Selectable<Schema['evidence_roots']>[]): Promise<Root[]> {
    const [first] = rows
    if (!first) return []
    const marks = await db
      .selectFrom('evidence_marks')
      .selectAll()
      .where('contract_id', '=', first.contract_id)
      .where(
        'day',
        'in',
        rows.map((row) => row.day),
      )
      .orderBy('ticket_id')
      .execute()
    return rows.map((row) => ({
      ...{ day: row.day, previous: row.previous, hash: row.hash, terms: termsOf(row) },
      tickets: marks
        .filter((mark) => mark.day === row.day)
        .map(({ ticket_id, facts, hash }) => ({ ticketId: ticket_id, facts, hash })),
    }))
  }
}

const termsSchema = z.array(z.object({ version: z.number(), hash: z.string() }))
const termsOf = (row: Pick<Selectable<Schema['evidence_roots']>, 'terms'>) =>
  termsSchema.parse(JSON.parse(row.terms))
