import type { z } from 'zod'
import { businessCalendarSchema, type BusinessCalendar } from '../calendar/schema.ts'
import type { Instant } from '../time.ts'
import { effectiveAt } from './fact-order.ts'
import { type Fact, factSchema } from './history.ts'
import { policySchema, type SlaPolicy } from './policy.ts'

/** Input that was refused; `field` is a path such as 'calendar.week.mon' or 'history[3].at'. */
export class RefusedInput extends Error {
  override readonly name = 'RefusedInput'
  readonly field: string
  /** 'unknownZone', 'noOpenTime', 'overlappingWindows', 'factFromFuture' …, or zod's own code. */
  readonly problem: string

  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`)
    this.field = field
    this.problem = problem
  }
}

/** @throws RefusedInput for an empty calendar, an unknown zone, overlapping windows … */
export function acceptCalendar(raw: unknown): BusinessCalendar {
  return accept(businessCalendarSchema, raw, 'calendar')
}

/** @throws RefusedInput for targets that are not positive whole minutes … */
export function acceptPolicy(raw: unknown): SlaPolicy {
  return accept(policySchema, raw, 'policy')
}

/**
 * @param now the present: a fact cannot be later
 * @throws RefusedInput also for `factFromFuture`, `factBeforeRegistration`, `notRegistered` and
 * `consentsMissing` (a raise to level 1 without them, §4)
 */
export function acceptHistory(raw: readonly unknown[], now: Instant): Fact[] {
  const history = raw.map((fact, index) => accept(factSchema, fact, `history[${index}]`))
  const registered = history.find((fact) => fact.kind === 'registered')
  if (!registered) throw new RefusedInput('history', 'notRegistered')
  history.forEach((fact, index) => {
    const problem = problemOf(fact, registered.at, now)
    if (problem) throw new RefusedInput(`history[${index}].${problem.field}`, problem.code)
  })
  return history
}

function problemOf(fact: Fact, registeredAt: Instant, now: Instant) {
  if (fact.at > now) return { field: 'at', code: 'factFromFuture' }
  if (effectiveAt(fact) > now) return { field: 'enteredAt', code: 'factFromFuture' }
  if (effectiveAt(fact) < registeredAt) return { field: 'at', code: 'factBeforeRegistration' }
  if (fact.kind === 'levelChanged' && fact.level === 1 && !fact.consents)
    return { field: 'consents', code: 'consentsMissing' }
  return null
}

function accept<Output>(schema: z.ZodType<Output>, raw: unknown, root: string): Output {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const steps = (issue?.path ?? []).map((step) =>
    typeof step === 'number' ? `[${step}]` : `.${String(step)}`,
  )
  const isOurs = issue?.code === 'custom'
  throw new RefusedInput(root + steps.join(''), isOurs ? issue.message : (issue?.code ?? 'invalid'))
}
