import { z } from 'zod'
import type { Words } from '../words/language.ts'

/** Stages of a ticket, the same in both portals. `decision` is «Требует решения». */
export const stageSchema = z.enum([
  'new',
  'inWork',
  'waiting',
  'proposed',
  'closed',
  'rejected',
  'decision',
])
export type Stage = z.infer<typeof stageSchema>

export const stages = stageSchema.options

export type StageSpec = {
  title: Words
  /** Code within the pipeline. NEW, PREPARATION, CLIENT, SUCCESS and FAIL exist in every new pipeline. */
  code: string
  color: string
  semantics: 'process' | 'success' | 'failure'
}

/** From this table set-up makes the pipeline of either portal, in this order. */
export const stageSpecs: Record<Stage, StageSpec> = {
  new: { title: { ru: 'Новое', en: 'New' }, code: 'NEW', color: '#22B9FF', semantics: 'process' },
  decision: {
    title: { ru: 'Требует решения', en: 'Needs a decision' },
    code: 'DECISION',
    color: '#FF9F1A',
    semantics: 'process',
  },
  inWork: {
    title: { ru: 'В работе', en: 'In progress' },
    code: 'PREPARATION',
    color: '#88B9FF',
    semantics: 'process',
  },
  waiting: {
    title: { ru: 'Ожидает ответа', en: 'Awaiting reply' },
    code: 'CLIENT',
    color: '#A77BDE',
    semantics: 'process',
  },
  proposed: {
    title: { ru: 'Решение предложено', en: 'Solution proposed' },
    code: 'PROPOSED',
    color: '#10E5FC',
    semantics: 'process',
  },
  closed: {
    title: { ru: 'Закрыто', en: 'Closed' },
    code: 'SUCCESS',
    color: '#7BD500',
    semantics: 'success',
  },
  rejected: {
    title: { ru: 'Отклонено', en: 'Rejected' },
    code: 'FAIL',
    color: '#FF5752',
    semantics: 'failure',
  },
}

type Moves = Partial<Record<Stage, readonly Stage[]>>

const partnerMoves: Moves = {
  new: ['inWork', 'waiting', 'proposed', 'closed', 'rejected'],
  decision: ['new', 'inWork', 'rejected'],
  inWork: ['waiting', 'proposed', 'closed', 'rejected'],
  waiting: ['inWork', 'proposed', 'closed', 'rejected'],
  proposed: ['inWork', 'waiting', 'closed'],
  closed: ['inWork'],
  rejected: ['inWork'],
}

/** The customer withdraws, confirms, rejects a solution or reopens; the rest is the partner's. */
const customerMoves: Moves = {
  new: ['closed'],
  decision: ['closed'],
  inWork: ['closed'],
  waiting: ['inWork', 'closed'],
  proposed: ['inWork', 'closed'],
  closed: ['inWork'],
}

const moves = { partner: partnerMoves, customer: customerMoves }

/** Nothing is promised any more. */
export const isOver = (stage: Stage): boolean => stage === 'closed' || stage === 'rejected'

/** Whether a side may move a ticket from one stage to another; staying is always allowed. */
export function mayMove(side: 'customer' | 'partner', from: Stage, to: Stage): boolean {
  return from === to || (moves[side][from]?.includes(to) ?? false)
}
