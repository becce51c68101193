import { effectiveAt } from '../sla/fact-order.ts'
import type { Fact } from '../sla/history.ts'
import { clocksAt, type LevelChange } from '../sla/ticket-clocks.ts'
import type { Instant } from '../time.ts'
import type { ReportDowngrade } from './monthly-report-shape.ts'
import type { ReportTicket } from './report-ticket.ts'

type Violated = LevelChange & { reason: 'replyDuty' | 'phoneDuty' }

/** §4.3: when a ticket's level was lowered, by which clause and on what evidence. Pure. */
export function downgradesOf(ticket: ReportTicket, now: Instant): ReportDowngrade[] {
  const { levelChanges, isEnforced } = clocksAt(ticket.clocks, now)
  if (!isEnforced) return []
  const facts = new Map(ticket.history.map((fact) => [fact.id, fact]))
  return levelChanges.filter(isViolation).map((change) => ({
    ...{ ticketId: ticket.id, number: ticket.number, title: ticket.title },
    ...{ at: change.at, from: change.from, to: change.to, duty: change.reason },
    clause: change.clause ?? '4.3',
    evidence: change.evidence.flatMap((id) => evidenceOf(facts.get(id))),
  }))
}

const isViolation = (change: LevelChange): change is Violated =>
  change.reason === 'replyDuty' || change.reason === 'phoneDuty'

function evidenceOf(fact: Fact | undefined): ReportDowngrade['evidence'] {
  const nobody = { author: null, person: null, phone: null }
  if (fact?.kind === 'message')
    return [{ ...nobody, kind: 'question', at: fact.at, author: fact.author }]
  if (fact?.kind === 'delivered') return [{ ...nobody, kind: 'delivery', at: fact.at }]
  if (fact?.kind !== 'call') return []
  const { author, person = null, phone = null } = fact
  return [{ kind: 'call', at: effectiveAt(fact), author, person, phone }]
}
