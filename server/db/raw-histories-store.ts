import type { Selectable } from 'kysely'
import type { RawLink } from '../../shared/evidence/chain.ts'
import type { Db } from './open-db.ts'
import type { Schema } from './schema.ts'

/** A ticket as it lies there: nothing of it has been believed yet. */
export type RawTicket = {
  id: string
  number: number
  termsVersion: number
  /** As they are shown. */
  clocks: unknown
  links: RawLink[]
  marks: { day: string; facts: number; hash: string }[]
}

/** Histories for those who do not believe them yet. */
export function createRawHistoriesStore(db: Db) {
  return {
    /** Behind an id, in the order of the ids. */
    async rawTickets(contractId: string, after: string, limit: number): Promise<RawTicket[]> {
      const rows = await db
        .selectFrom('tickets')
        .select(['id', 'number', 'terms_version', 'clocks'])
        .where('contract_id', '=', contractId)
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute()
      const ids = rows.map((row) => row.id)
      const [links, marks] = await Promise.all([linksOf(ids), marksOf(ids)])
      return rows.map(({ id, number, terms_version, clocks }) => ({
        ...{ id, number, termsVersion: terms_version, clocks: readJson(clocks) },
        links: links.filter((link) => link.ticket_id === id).map(toLink),
        marks: marks.filter((mark) => mark.ticket_id === id).map(toMark),
      }))
    },

    async size(contractId: string): Promise<{ tickets: number; facts: number }> {
      const { tickets } = await db
        .selectFrom('tickets')
        .where('contract_id', '=', contractId)
        .select(({ fn }) => fn.countAll().as('tickets'))
        .executeTakeFirstOrThrow()
      const { facts } = await db
        .selectFrom('facts')
        .innerJoin('tickets', 'tickets.id', 'facts.ticket_id')
        .where('tickets.contract_id', '=', contractId)
        .select(({ fn }) => fn.countAll().as('facts'))
        .executeTakeFirstOrThrow()
      return { tickets: Number(tickets), facts: Number(facts) }
    },
  }

  async function linksOf(ids: readonly string[]) {
    if (ids.length === 0) return []
    return db.selectFrom('facts').selectAll().where('ticket_id', 'in', ids).orderBy('seq').execute()
  }

  async function marksOf(ids: readonly string[]) {
    if (ids.length === 0) return []
    return db
      .selectFrom('evidence_marks')
      .selectAll()
      .where('ticket_id', 'in', ids)
      .orderBy('day')
      .execute()
  }
}

const toLink = ({ seq, fact, hash }: Selectable<Schema['facts']>): RawLink => ({
  ...{ seq, hash },
  fact: readJson(fact),
})

const toMark = ({ day, facts, hash }: Selectable<Schema['evidence_marks']>) => ({
  ...{ day, facts, hash },
})

/** Whoever spoils a row may spoil its JSON too. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
