import type { Selectable } from 'kysely'
import type { TicketQuestion } from '../../shared/api/basket.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import type { Schema } from './schema.ts'

/** A question in the basket of a contract. */
export type BasketQuestion = {
  id: string
  /** User of the customer's portal. */
  authorId: number
  author: string
  text: string
  askedAt: Instant
}

/** Questions that wait for somebody to send them, and those of tickets. */
export function createBasketStore(db: Db) {
  const waitingOf = (contractId: string) =>
    db
      .selectFrom('basket_questions')
      .selectAll()
      .where('contract_id', '=', contractId)
      .where('ticket_id', 'is', null)
  const changeWaiting = (contractId: string, id: string) =>
    db
      .updateTable('basket_questions')
      .where('contract_id', '=', contractId)
      .where('id', '=', id)
      .where('ticket_id', 'is', null)

  return {
    /** In the order of the basket. */
    async listWaiting(contractId: string): Promise<BasketQuestion[]> {
      const rows = await waitingOf(contractId).orderBy('position').orderBy('asked_at').execute()
      return rows.map(toQuestion)
    },

    async findWaiting(contractId: string, id: string): Promise<BasketQuestion | undefined> {
      const row = await waitingOf(contractId).where('id', '=', id).executeTakeFirst()
      return row && toQuestion(row)
    },

    async add(contractId: string, position: number, question: BasketQuestion): Promise<void> {
      await db
        .insertInto('basket_questions')
        .values({
          id: question.id,
          contract_id: contractId,
          author_id: question.authorId,
          author: question.author,
          text: question.text,
          position,
          asked_at: question.askedAt,
          filing_id: null,
          ticket_id: null,
          answered_at: null,
          answered_by: null,
        })
        .execute()
    },

    async rewrite(contractId: string, id: string, text: string): Promise<void> {
      await changeWaiting(contractId, id).set({ text }).execute()
    },

    async move(contractId: string, id: string, position: number): Promise<void> {
      await changeWaiting(contractId, id).set({ position }).execute()
    },

    async remove(contractId: string, id: string): Promise<void> {
      await db
        .deleteFrom('basket_questions')
        .where('contract_id', '=', contractId)
        .where('id', '=', id)
        .where('ticket_id', 'is', null)
        .execute()
    },

    /** Until the item with this xmlId is registered they are still in the basket. */
    async promise(contractId: string, id: string, filingId: string): Promise<void> {
      await changeWaiting(contractId, id).set({ filing_id: filingId }).execute()
    },

    /** The ticket has been registered: what was promised to it has left the basket. */
    async attach(contractId: string, filingId: string, ticketId: string): Promise<void> {
      await db
        .updateTable('basket_questions')
        .set({ ticket_id: ticketId })
        .where('contract_id', '=', contractId)
        .where('filing_id', '=', filingId)
        .where('ticket_id', 'is', null)
        .execute()
    },

    async listOfTicket(ticketId: string): Promise<TicketQuestion[]> {
      const rows = await db
        .selectFrom('basket_questions')
        .selectAll()
        .where('ticket_id', '=', ticketId)
        .orderBy('position')
        .orderBy('asked_at')
        .execute()
      return rows.map((row) => ({
        id: row.id,
        text: row.text,
        author: row.author,
        answeredAt: row.answered_at,
        answeredBy: row.answered_by,
      }))
    },

    /** @returns whether the ticket has such a question */
    async tick(
      ticketId: string,
      id: string,
      answered: { at: Instant; by: string } | null,
    ): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('basket_questions')
        .set({ answered_at: answered?.at ?? null, answered_by: answered?.by ?? null })
        .where('ticket_id', '=', ticketId)
        .where('id', '=', id)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}

const toQuestion = (row: Selectable<Schema['basket_questions']>): BasketQuestion => ({
  id: row.id,
  authorId: row.author_id,
  author: row.author,
  text: row.text,
  askedAt: row.asked_at,
})
