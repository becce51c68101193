import type { Person } from '../../shared/api/contracts.ts'
import type { CallFact } from '../../shared/sla/call-meaning.ts'
import type { Instant } from '../../shared/time.ts'
import { verbatim } from '../../shared/words/language.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { callMark } from './author-names.ts'
import type { TicketAct } from './act-on-ticket.ts'

/** A call as an engineer, or a robot in his name, tells of it. */
export type CallReport = {
  /** The same id twice is one call. */
  id: string
  startedAt: Instant
  enteredAt: Instant
  /** Who was rung up at the registered number; null where nobody is named. */
  person: Person | null
  isReached: boolean
  /** For the customer; '' for none. */
  summary: string
  author: string
}

/** A call → its fact, and its summary as a public message (product.md, «Clocks»). */
export function callAct(
  report: CallReport,
  { registeredAt }: Pick<Ticket, 'registeredAt'>,
  now: Instant,
): TicketAct & { call: CallFact } {
  const { id, startedAt, enteredAt, person, isReached: reached, summary, author } = report
  const at = Math.max(startedAt, registeredAt)
  const call: CallFact = {
    kind: 'call',
    id: callFactId(id),
    at,
    recordedAt: now,
    ...(at !== startedAt && { held: true as const }),
    reached,
    hasPublicSummary: summary !== '',
    enteredAt,
    author,
    ...(person && { person: person.name, phone: person.phone }),
  }
  const says =
    summary === '' ? null : { text: verbatim(summary), asks: false, author: `${author}${callMark}` }
  return { call, facts: [call], says }
}

/** The summary of a logged call. */
export const isOfCall = ({ commentId, author }: Pick<MessageRecord, 'commentId' | 'author'>) =>
  commentId < 0 && author.endsWith(callMark)

export const callFactId = (id: string) => `partner:call:${id}`
