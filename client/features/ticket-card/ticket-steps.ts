import type { TicketView } from '../../../shared/api/tickets.ts'
import type { Side } from '../../../shared/sla/history.ts'
import { isOver, mayMove, type Stage } from '../../../shared/ticket/stages.ts'
import type { Instant } from '../../../shared/time.ts'

/** What the customer may do besides writing. */
export type StepName = 'confirm' | 'reject' | 'reopen' | 'raise' | 'withdraw'

/** Where a step leads; a raise of the level is a request and moves nothing. */
export const stageAfter: Record<StepName, Stage | null> = {
  confirm: 'closed',
  reject: 'inWork',
  reopen: 'inWork',
  raise: null,
  withdraw: 'closed',
}

/** The steps that are open now, the most likely first. By the table of moves (shared/ticket). */
export function stepsOf(ticket: TicketView, role: Side, now: Instant): StepName[] {
  if (role !== 'customer') return []
  const { stage, level, reopenUntil } = ticket
  if (stage === 'proposed') return ['confirm', 'reject']
  if (isOver(stage)) {
    const isInTime = reopenUntil === null || now <= reopenUntil
    return mayMove('customer', stage, 'inWork') && isInTime ? ['reopen'] : []
  }
  return [...(level > 1 ? (['raise'] as const) : []), 'withdraw']
}
