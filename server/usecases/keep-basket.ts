import type { Basket, TicketQuestion } from '../../shared/api/basket.ts'
import type { Person } from '../../shared/api/contracts.ts'
import type { Clock } from '../../shared/time.ts'
import type { BasketQuestion } from '../db/basket-store.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { requireTicket } from './ticket-parties.ts'
import { contractInForce } from './own-contract.ts'

type Deps = { db: Database; clock: Clock; newId: () => string }

/** A user of a portal, as the session proves. */
type Actor = { memberId: string; userId: number; name: string }

const mostQuestions = 200

/**
 * «Накопить вопросы» (§8): any employee of the customer puts questions into the basket, an authorised
 * person orders them and sends them as one ticket, and in the ticket they are ticked one by one.
 */
export function createKeepBasket({ db, clock, newId }: Deps) {
  return {
    view,

    /** @throws AppError `notFound` without a contract in force; `conflict` when the basket is full */
    async add(actor: Actor, text: string): Promise<Basket> {
      const contract = await contractInForce(db, actor)
      await db.transaction(async (stores) => {
        const waiting = await stores.basket.listWaiting(contract.id)
        if (waiting.length >= mostQuestions)
          throw new AppError('conflict', 'The basket is full: send it or remove something')
        await stores.basket.add(contract.id, waiting.length, {
          id: newId(),
          authorId: actor.userId,
          author: actor.name,
          text,
          askedAt: clock.now(),
        })
      })
      return view(actor)
    },

    /** @throws AppError `forbidden` for somebody else's question */
    async rewrite(actor: Actor, id: string, text: string): Promise<Basket> {
      const contract = await requireOwn(actor, id)
      await db.basket.rewrite(contract.id, id, text)
      return view(actor)
    },

    async remove(actor: Actor, id: string): Promise<Basket> {
      const contract = await requireOwn(actor, id)
      await db.basket.remove(contract.id, id)
      return view(actor)
    },

    /** Questions that came meanwhile stay behind those that are named. */
    async order(actor: Actor, ids: readonly string[]): Promise<Basket> {
      const contract = await requireSender(actor)
      await db.transaction(async (stores) => {
        const waiting = (await stores.basket.listWaiting(contract.id)).map(({ id }) => id)
        const named = ids.filter((id) => waiting.includes(id))
        const all = [...new Set([...named, ...waiting])]
        for (const [position, id] of all.entries())
          await stores.basket.move(contract.id, id, position)
      })
      return view(actor)
    },

    /** @throws AppError `conflict` when one of them has been sent or removed meanwhile */
    async promise(actor: Actor, filingId: string, ids: readonly string[]): Promise<void> {
      const contract = await requireSender(actor)
      await db.transaction(async (stores) => {
        const waiting = new Set((await stores.basket.listWaiting(contract.id)).map(({ id }) => id))
        if (!ids.every((id) => waiting.has(id)))
          throw new AppError('conflict', 'The basket has changed meanwhile: look at it again')
        for (const id of ids) await stores.basket.promise(contract.id, id, filingId)
      })
    },

    async ofTicket(actor: Actor, itemId: number): Promise<TicketQuestion[]> {
      const ticket = await db.tickets.findByItem(actor.memberId, itemId)
      return ticket ? db.basket.listOfTicket(ticket.id) : []
    },

    async tick(
      actor: Actor,
      at: { itemId: number; id: string },
      isAnswered: boolean,
    ): Promise<TicketQuestion[]> {
      const ticket = await requireTicket(db, actor, at.itemId)
      const answered = isAnswered ? { at: clock.now(), by: actor.name } : null
      if (!(await db.basket.tick(ticket.id, at.id, answered))) throw noSuchQuestion()
      return db.basket.listOfTicket(ticket.id)
    },
  }

  async function view(actor: Actor): Promise<Basket> {
    const contract = await contractInForce(db, actor)
    const maySend = await isSender(contract, actor)
    const waiting = await db.basket.listWaiting(contract.id)
    const terms = await db.contracts.termsAt(contract.id, clock.now())
    return {
      questions: waiting.map((question) => ({
        id: question.id,
        text: question.text,
        author: question.author,
        askedAt: question.askedAt,
        mayChange: maySend || question.authorId === actor.userId,
      })),
      maySend,
      tariff: terms.tariff,
    }
  }

  async function isSender(contract: ContractRecord, { userId }: Actor): Promise<boolean> {
    const persons: Person[] = await db.contracts.persons(contract.id)
    return persons.some((person) => person.isAuthorised && person.portalUserId === userId)
  }

  async function requireSender(actor: Actor): Promise<ContractRecord> {
    const contract = await contractInForce(db, actor)
    if (!(await isSender(contract, actor)))
      throw new AppError('forbidden', 'Only authorised persons send the basket (§5)')
    return contract
  }

  async function requireOwn(actor: Actor, id: string): Promise<ContractRecord> {
    const contract = await contractInForce(db, actor)
    const question: BasketQuestion | undefined = await db.basket.findWaiting(contract.id, id)
    if (!question) throw noSuchQuestion()
    if (question.authorId !== actor.userId && !(await isSender(contract, actor)))
      throw new AppError('forbidden', 'This question belongs to somebody else')
    return contract
  }
}

const noSuchQuestion = () => new AppError('notFound', 'There is no such question any more')
