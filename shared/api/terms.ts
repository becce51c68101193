import { z } from 'zod'
import { tariffSchema } from '../billing/tariff.ts'
import { findRepeatedEdges } from '../calendar/repeated-hours.ts'
import { businessCalendarSchema } from '../calendar/schema.ts'
import { policySchema, type SlaPolicy } from '../sla/policy.ts'

/** What the parties agree on, one version of it. */
export const termsContentSchema = z.object({
  policy: policySchema,
  calendar: businessCalendarSchema,
  tariff: tariffSchema,
})
export type TermsContent = z.infer<typeof termsContentSchema>

/** Years of which the clocks' changes are looked at from the first day of a version on. */
const yearsAhead = 2

/**
 * POST /api/contracts/:id/terms: a new version. `basedOn` is the newest version that its author has
 * seen; when there is a newer one by now, the edit is refused.
 */
export const newTermsSchema = z
  .object({
    basedOn: z.number().int().positive(),
    /** First day in the contract's zone; today means: from now on. */
    validOn: z.iso.date('date'),
    terms: termsContentSchema,
  })
  .superRefine(({ validOn, terms: { policy, calendar } }, context) => {
    const fail = (path: string[], message: string) => {
      context.addIssue({ code: 'custom', path: ['terms', ...path], message })
    }
    for (const { path, message } of policyFaults(policy)) fail(['policy', ...path], message)
    if (calendar.kind === 'always') return
    const from = Number(validOn.slice(0, 4))
    if (findRepeatedEdges(calendar, { from, to: from + yearsAhead }).length > 0)
      fail(['calendar', 'week'], 'repeatedEdge')
  })
export type NewTerms = z.infer<typeof newTermsSchema>

function policyFaults(policy: SlaPolicy): { path: string[]; message: string }[] {
  const { warnAt, escalation = [], phoneDuty } = policy
  const faults = []
  if (!isAscending(warnAt)) faults.push({ path: ['warnAt'], message: 'notAscending' })
  if (!isAscending(escalation.map(({ share }) => share)))
    faults.push({ path: ['escalation'], message: 'notAscending' })
  if (phoneDuty.minGapMinutes > phoneDuty.maxGapMinutes)
    faults.push({ path: ['phoneDuty', 'maxGapMinutes'], message: 'gapsCrossed' })
  return faults
}

const isAscending = (numbers: readonly number[]) =>
  numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0))

const markSchema = z.object({ at: z.number(), by: z.string() })

/** `past` held once, `current` holds, `planned` will, `withdrawn` was taken back before it held. */
export const termsStateSchema = z.enum(['past', 'current', 'planned', 'withdrawn'])
export type TermsState = z.infer<typeof termsStateSchema>

export const termsVersionSchema = z.object({
  version: z.number().int(),
  validFrom: z.number(),
  state: termsStateSchema,
  terms: termsContentSchema,
  /** null: made with the contract. */
  made: markSchema.nullable(),
  withdrawn: markSchema.nullable(),
})
export type TermsVersionView = z.infer<typeof termsVersionSchema>

/** GET /api/contracts/:id/terms, for the partner. */
export const termsHistorySchema = z.object({
  /** Newest first, never empty. */
  versions: z.array(termsVersionSchema),
  /** They stay under the terms of their registration. */
  openTickets: z.number().int(),
})
export type TermsHistory = z.infer<typeof termsHistorySchema>

/** What a customer sees of a version that is still to come. */
export const plannedTermsSchema = termsContentSchema.extend({ validFrom: z.number() })
export type PlannedTerms = z.infer<typeof plannedTermsSchema>
