import { mayMove } from '../../shared/ticket/stages.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { NewOutsideFile } from '../db/outside-store.ts'
import { AppError } from '../errors.ts'
import { type OutsideAuthor, requireOutsideAuthor } from './outside-author.ts'

type Deps = {
  db: Database
  clock: Clock
  wake: () => void
}

/** The same `id` is one message however often it is sent. */
export type OutsideMessage = {
  id: string
  ticketId: string
  text: string
  files: readonly NewOutsideFile[]
  /** The ticket is moved with it: a solution is confirmed or refused; null: it stays. */
  stage: 'closed' | 'inWork' | null
  /** When it was accepted, where that was before now. */
  at?: Instant
}

/**
 * Writes into a ticket without the customer's portal: durable when this returns.
 *
 * @throws AppError `forbidden` as for filing; `notFound` for a ticket of another contract; `conflict`
 * when the customer may not move the ticket to that stage
 */
export function createMessageFromOutside({ db, clock, wake }: Deps) {
  return async function messageFromOutside(
    author: OutsideAuthor,
    message: OutsideMessage,
  ): Promise<void> {
    const { contract, person } = await requireOutsideAuthor(db, author)
    const { id, ticketId, stage, files } = message
    await requireTicket(contract.id, ticketId, stage)
    const at = message.at ?? clock.now()
    await db.transaction(async (stores) => {
      const post = {
        ...{ id, ticketId, contractId: contract.id, personId: person.id },
        ...{ author: person.name, channel: author.channel, at },
        content: { kind: 'message' as const, text: message.text, stage },
      }
      const isNews = await stores.outside.add(post, files)
      const signal = { kind: 'outside', ticketId, postId: id } as const
      if (isNews) await stores.inbox.add(contract.partnerMemberId, signal, at)
    })
    wake()
  }

  async function requireTicket(
    contractId: string,
    ticketId: string,
    stage: OutsideMessage['stage'],
  ): Promise<void> {
    const ticket = await db.tickets.find(ticketId)
    if (ticket?.contractId !== contractId) throw new AppError('notFound', 'There is no such ticket')
    if (stage !== null && !mayMove('customer', ticket.stage, stage))
      throw new AppError('conflict', 'Nobody of the customer moves the ticket there from its stage')
  }
}

export type MessageFromOutside = ReturnType<typeof createMessageFromOutside>
