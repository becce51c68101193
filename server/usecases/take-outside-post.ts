import type { Fact } from '../../shared/sla/history.ts'
import type { Clock } from '../../shared/time.ts'
import { verbatim } from '../../shared/words/language.ts'
import type { Database } from '../db/database.ts'
import type { OutsideContent, OutsidePost } from '../db/outside-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { KeyedLock } from '../keyed-lock.ts'
import type { ActOnTicket, TicketAct } from './act-on-ticket.ts'
import type { createRegisterOutside } from './register-outside.ts'

type Deps = {
  db: Database
  clock: Clock
  lock: KeyedLock
  act: ActOnTicket
  register: ReturnType<typeof createRegisterOutside>
}

type Message = Extract<OutsideContent, { kind: 'message' }>

/** Works in what a customer's person has filed or written without his portal; each post once. */
export function createTakeOutsidePost({ db, clock, lock, act, register }: Deps) {
  return async function takeOutsidePost(
    postId: string,
    inboxIds: readonly number[],
  ): Promise<void> {
    const post = await db.outside.find(postId)
    if (!post) return db.inbox.remove(inboxIds)
    const { content } = post
    if (content.kind === 'message') return takeMessage(post, content, inboxIds)
    await lock.run(post.ticketId, async () => {
      const isKnown = (await db.tickets.find(post.ticketId)) !== undefined
      const made = isKnown ? null : await register(post, content, inboxIds)
      if (!made) await db.inbox.remove(inboxIds)
    })
  }

  async function takeMessage(
    post: OutsidePost,
    content: Message,
    inboxIds: readonly number[],
  ): Promise<void> {
    if (!(await db.tickets.find(post.ticketId))) {
      // Its ticket may be about to be registered: then the signal comes again.
      if (await db.outside.find(post.ticketId)) throw new Error('The ticket is not registered yet')
      return db.inbox.remove(inboxIds)
    }
    await act(post.ticketId, { side: 'customer', inboxIds }, (ticket) =>
      actOf(ticket, post, content),
    )
    // Worked in by an earlier attempt whose signal stayed.
    await db.inbox.remove(inboxIds)
  }

  async function actOf(
    ticket: Ticket,
    post: OutsidePost,
    { text, stage }: Message,
  ): Promise<TicketAct | null> {
    const known = await db.messages.listOf(ticket.id)
    if (known.some((message) => message.postId === post.id)) return null
    const files = await db.outside.fileNames(post.id)
    const { author, id, channel, at } = post
    return {
      facts: stage === null ? [] : [moveOf(post, stage, clock.now())],
      says: { text: verbatim(text), asks: false, author, post: { id, channel, at, files } },
    }
  }
}

const moveOf = (post: OutsidePost, stage: 'closed' | 'inWork', recordedAt: number): Fact => ({
  kind: 'stage',
  id: `customer:outside:${post.id}`,
  at: post.at,
  recordedAt,
  stage,
  by: 'customer',
})
