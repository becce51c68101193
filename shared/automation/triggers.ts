import type { Side } from '../sla/history.ts'
import type { Words } from '../words/language.ts'

/** Occasions on which automations of a portal may go on. */
export type TriggerKey =
  | 'registered'
  | 'warning'
  | 'reactionOverdue'
  | 'updateOverdue'
  | 'levelLowered'
  | 'customerReplied'
  | 'partnerReplied'
  | 'solutionProposed'
  | 'closed'

export type TriggerSpec = {
  /** By which the portal knows it; never changed once released. */
  code: string
  title: Words
  /** In whose portals it is offered. */
  sides: readonly Side[]
}

const both: readonly Side[] = ['customer', 'partner']

/** From this table set-up registers the triggers of either portal. */
export const triggerSpecs: Record<TriggerKey, TriggerSpec> = {
  registered: {
    code: 'sla_registered',
    title: { ru: 'SLA: обращение зарегистрировано', en: 'SLA: ticket registered' },
    sides: both,
  },
  warning: {
    code: 'sla_warning',
    title: { ru: 'SLA: предупреждение о сроке', en: 'SLA: due time is near' },
    sides: both,
  },
  reactionOverdue: {
    code: 'sla_reaction_overdue',
    title: { ru: 'SLA: реакция просрочена', en: 'SLA: reaction overdue' },
    sides: both,
  },
  updateOverdue: {
    code: 'sla_update_overdue',
    title: { ru: 'SLA: обновление статуса просрочено', en: 'SLA: status update overdue' },
    sides: both,
  },
  levelLowered: {
    code: 'sla_level_lowered',
    title: { ru: 'SLA: критичность снижена', en: 'SLA: criticality lowered' },
    sides: both,
  },
  customerReplied: {
    code: 'sla_customer_replied',
    title: { ru: 'SLA: клиент ответил', en: 'SLA: customer replied' },
    sides: both,
  },
  partnerReplied: {
    code: 'sla_partner_replied',
    title: { ru: 'SLA: исполнитель ответил', en: 'SLA: support replied' },
    sides: ['customer'],
  },
  solutionProposed: {
    code: 'sla_solution_proposed',
    title: { ru: 'SLA: решение предложено', en: 'SLA: solution proposed' },
    sides: both,
  },
  closed: {
    code: 'sla_closed',
    title: { ru: 'SLA: обращение закрыто', en: 'SLA: ticket closed' },
    sides: both,
  },
}

export const triggerKeys = Object.keys(triggerSpecs) as [TriggerKey, ...TriggerKey[]]

export const triggersOf = (side: Side): TriggerSpec[] =>
  Object.values(triggerSpecs).filter(({ sides }) => sides.includes(side))
