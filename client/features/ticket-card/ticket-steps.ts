import type { TicketView } from '../../../shared/api/tickets.ts'
import type { Side } from '../../../shared/sla/history.ts'
import { isOver, mayMove, type Stage } from '../../../shared/ticket/stages.ts'
import type { Instant } from '../../../shared/time.ts'

type CustomerStep = 'confirm' | 'reject' | 'reopen' | 'raise' | 'withdraw'
type PartnerStep = 'accept' | 'refuse' | 'propose'

/** What people may do in the portal's own records besides writing. */
export type StepName = CustomerStep | PartnerStep

export const isOfPartner = (step: StepName): boolean =>
  step === 'accept' || step === 'refuse' || step === 'propose'

/** Where a step leads; a raise of the level is a request and moves nothing. */
export const stageAfter: Record<StepName, Stage | null> = {
  confirm: 'closed',
  reject: 'inWork',
  reopen: 'inWork',
  raise: null,
  withdraw: 'closed',
  accept: 'new',
  refuse: 'rejected',
  propose: 'proposed',
}

/** The steps that are open now, the most likely first. By the table of moves (shared/ticket). */
export function stepsOf(ticket: TicketView, role: Side, now: Instant): StepName[] {
  if (role === 'partner') return partnerSteps(ticket)
  const { stage, level, reopenUntil } = ticket
  if (stage === 'proposed') return ['confirm', 'reject']
  if (isOver(stage)) {
    const isInTime = reopenUntil === null || now <= reopenUntil
    return mayMove('customer', stage, 'inWork') && isInTime ? ['reopen'] : []
  }
  return [...(level > 1 ? (['raise'] as const) : []), 'withdraw']
}

function partnerSteps({ stage }: TicketView): PartnerStep[] {
  if (stage === 'decision') return ['accept', 'refuse']
  return stage !== 'proposed' && mayMove('partner', stage, 'proposed') ? ['propose'] : []
}
