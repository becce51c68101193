import { z } from 'zod'
import { tariffSchema } from '../billing/tariff.ts'

const instant = z.number().int().nonnegative()
const reason = z.string().trim().min(1, 'required').max(2000)

/** Work longer than a day was not done at one stretch. */
export const longestWorkMs = 24 * 60 * 60_000

const work = {
  from: instant,
  /** Not before `from`; half-open, so that one entry may begin where another one ends. */
  to: instant,
  /** What was done; the customer reads it. */
  what: z.string().trim().min(1, 'required').max(2000),
  /** §7: «возможно только в нерабочее время». */
  onlyOutOfHours: z.boolean(),
  /** Questions of a basket that it served. */
  questionIds: z.array(z.string().min(1).max(100)).max(200),
}

const isPossible = ({ from, to }: { from: number; to: number }) =>
  to > from && to - from <= longestWorkMs
const impossible = { path: ['to'], error: 'longer than nothing, and no longer than a day' }

/** POST /api/tickets/by-item/:itemId/work; the same id twice is one entry. */
export const newWorkSchema = z
  .object({ id: z.uuid(), ...work, endsTimer: z.boolean() })
  .refine(isPossible, impossible)
export type NewWork = z.infer<typeof newWorkSchema>

/** POST …/work/:id: the entry as it should have been; the earlier value is kept. */
export const workCorrectionSchema = z
  .object({ ...work, revision: z.number().int(), reason })
  .refine(isPossible, impossible)
export type WorkCorrection = z.infer<typeof workCorrectionSchema>

/** POST …/work/:id/withdrawal, /objection and /answer */
export const workReasonSchema = z.object({ reason })

const said = z.object({ at: instant, by: z.string(), reason: z.string() })
/** Who gave a reason for what, and when. */
export type Said = z.infer<typeof said>

/** An earlier value of an entry, and why it was replaced. */
export const workChangeSchema = z.object({ ...work, ...said.shape })
export type WorkChange = z.infer<typeof workChangeSchema>

/** What one engineer did at one stretch (§7). Its minutes are reckoned by shared/billing. */
export const workEntrySchema = z.object({
  id: z.string(),
  engineer: z.string(),
  ...work,
  enteredAt: instant,
  /** Grows with each change. */
  revision: z.number().int(),
  /** Oldest first. */
  earlier: z.array(workChangeSchema),
  withdrawn: said.nullable(),
  objection: said.extend({ answer: said.nullable() }).nullable(),
  /** The asking person may correct it. */
  isOwn: z.boolean(),
})
export type WorkLogEntry = z.infer<typeof workEntrySchema>

/** A running or stopped timer of the asking engineer; `itemId` of the ticket, which may be another one. */
export const workTimerSchema = z.object({
  number: z.number().int(),
  itemId: z.number().int().nullable(),
  startedAt: instant,
  stoppedAt: instant.nullable(),
})
export type WorkTimer = z.infer<typeof workTimerSchema>

/** GET /api/tickets/by-item/:itemId/work — for both parties; only the partner's people write. */
export const workLogSchema = z.object({
  entries: z.array(workEntrySchema),
  /** By which the ticket is billed: that of the terms under which it was registered. */
  tariff: tariffSchema,
  /** The ticket's level or category costs nothing by it. */
  isFree: z.boolean(),
  mayWrite: z.boolean(),
  mayObject: z.boolean(),
  timer: workTimerSchema.nullable(),
})
export type WorkLog = z.infer<typeof workLogSchema>

/** POST …/work/timer */
export const timerActionSchema = z.object({ action: z.enum(['start', 'stop', 'discard']) })
export type TimerAction = z.infer<typeof timerActionSchema>['action']
