import type { TermsContent } from '../api/terms.ts'
import type { Tariff } from '../billing/tariff.ts'
import { civilDayOf } from '../calendar/civil-day.ts'
import type {
  BusinessCalendar,
  CalendarException,
  CalendarWindow,
  WeeklyCalendar,
} from '../calendar/schema.ts'
import { type Level, levels } from './level.ts'
import { defaultEscalation, type EscalationStep, type SlaPolicy } from './policy.ts'

/** One thing that is agreed on, in a form that can be said and compared. */
export type TermsValue =
  | { kind: 'minutes'; minutes: number | null }
  | { kind: 'count'; count: number }
  | { kind: 'percent'; percent: number }
  | { kind: 'money'; kopecks: number | null; currency: string }
  | { kind: 'flag'; isOn: boolean }
  | { kind: 'level'; level: Level }
  | { kind: 'levels'; levels: readonly Level[] }
  /** A key of `termsLines.choices`. */
  | { kind: 'choice'; choice: string }
  | { kind: 'text'; text: string }
  | { kind: 'shares'; shares: readonly number[] }
  | { kind: 'steps'; steps: readonly EscalationStep[] }
  | { kind: 'windows'; windows: readonly CalendarWindow[] }
  | { kind: 'exceptions'; exceptions: readonly CalendarException[] }
  | { kind: 'night'; night: Tariff['night'] }
  | { kind: 'vat'; vat: Tariff['vat'] }
  | { kind: 'categories'; categories: Tariff['free']['categories'] }

/** `what` is a key of `termsLines`; `of` says of which level, day of the week or date. */
export type TermsLine = { what: string; of: string | null; value: TermsValue }

/** Everything that terms say, line by line, in the order in which people read it. Pure. */
export function termsLines({ policy, calendar, tariff }: TermsContent): TermsLine[] {
  return [...policyLines(policy), ...calendarLines(calendar), ...tariffLines(tariff)]
}

const line = (what: string, value: TermsValue, of: string | null = null): TermsLine => ({
  what,
  of,
  value,
})
const minutes = (amount: number | null): TermsValue => ({ kind: 'minutes', minutes: amount })
const choice = (key: string): TermsValue => ({ kind: 'choice', choice: key })

function policyLines(policy: SlaPolicy): TermsLine[] {
  const { phoneDuty, escalation = defaultEscalation } = policy
  return [
    ...levels.flatMap((level) => levelLines(policy, level)),
    line('defaultLevel', { kind: 'level', level: policy.defaultLevel }),
    line('refusalLevel', { kind: 'level', level: policy.refusalLevel }),
    line('warnAt', { kind: 'shares', shares: policy.warnAt }),
    line('escalation', { kind: 'steps', steps: escalation }),
    line('replyDuty', minutes(policy.replyDutyMinutes)),
    line('phoneAttempts', { kind: 'count', count: phoneDuty.attempts }),
    line('phoneMinGap', minutes(phoneDuty.minGapMinutes)),
    line('phoneMaxGap', minutes(phoneDuty.maxGapMinutes)),
    line('autoClose', minutes(policy.autoCloseMinutes)),
    line('reopen', minutes(policy.reopenMinutes)),
    line('onDeletion', choice(policy.onDeletion ?? 'restore')),
  ]
}

function levelLines(policy: SlaPolicy, level: Level): TermsLine[] {
  const targets = policy.levels[level]
  const of = String(level)
  return [
    line('reaction', minutes(targets.reactionMinutes), of),
    line('update', minutes(targets.updateMinutes), of),
    line('resolution', minutes(targets.resolutionMinutes ?? null), of),
    line('window', choice(targets.window), of),
  ]
}

const weekOrder = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

function calendarLines(calendar: BusinessCalendar): TermsLine[] {
  const kind = line('calendar', choice(calendar.kind))
  return calendar.kind === 'always' ? [kind] : [kind, ...weekLines(calendar)]
}

function weekLines(calendar: WeeklyCalendar): TermsLine[] {
  const { week, exceptions } = calendar
  const dates = [...new Set(exceptions.map(({ on }) => on))].sort(
    (one, other) => civilDayOf(one) - civilDayOf(other),
  )
  return [
    line('zone', { kind: 'text', text: calendar.zone }),
    ...weekOrder.map((day) => line('hours', { kind: 'windows', windows: week[day] }, day)),
    line('production', { kind: 'flag', isOn: calendar.followProduction }),
    line('preHoliday', choice(calendar.preHoliday)),
    line('provisional', { kind: 'flag', isOn: calendar.allowProvisional }),
    ...dates.map((date) => {
      const ofDate = exceptions.filter(({ on }) => on === date)
      return line('exception', { kind: 'exceptions', exceptions: ofDate }, date)
    }),
  ]
}

export function tariffLines(tariff: Tariff): TermsLine[] {
  const { currency, limits, free } = tariff
  const money = (kopecks: number | null): TermsValue => ({ kind: 'money', kopecks, currency })
  return [
    line('hourPrice', money(tariff.hourKopecks)),
    line('outOfHours', { kind: 'percent', percent: tariff.outOfHoursPercent }),
    line('night', { kind: 'night', night: tariff.night }),
    line('minimum', minutes(tariff.minimumMinutes)),
    line('roundUp', minutes(tariff.roundUpToMinutes)),
    line('vat', { kind: 'vat', vat: tariff.vat }),
    line('freeLevels', { kind: 'levels', levels: free.levels }),
    line('freeCategories', { kind: 'categories', categories: free.categories }),
    line('limitMinutes', minutes(limits.monthlyMinutes)),
    line('limitMoney', money(limits.monthlyKopecks)),
    line('limitConsent', { kind: 'flag', isOn: limits.needsConsent }),
  ]
}
