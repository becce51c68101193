import type { AttemptMeaning, CallMeaning } from '../../../../shared/sla/call-meaning.ts'
import type { Instant } from '../../../../shared/time.ts'

type Say = {
  t: (key: string, values?: Record<string, unknown>) => string
  time: (instant: Instant) => string
  duration: (ms: number) => string
}

/** What a call means, in sentences; the same before it is logged as after. */
export function sayCall(meaning: CallMeaning, say: Say): string[] {
  const { countsAt, isLate, reaction, isUpdate, attempt } = meaning
  const { t, time } = say
  const parts = [
    ...(isLate ? [t('desk.call.late', { at: time(countsAt) })] : []),
    ...(reaction ? [t(`desk.call.reaction.${reaction}`, { at: time(countsAt) })] : []),
    ...(isUpdate && !reaction ? [t('desk.call.update')] : []),
    ...(attempt ? [sayAttempt(attempt, say)] : []),
  ]
  return parts.length > 0 ? parts : [t('desk.call.nothing')]
}

function sayAttempt(attempt: AttemptMeaning, { t, time, duration }: Say): string {
  switch (attempt.kind) {
    case 'counted':
      return t('desk.call.attempt.counted', {
        made: attempt.made,
        limit: attempt.limit,
        from: time(attempt.from),
        to: time(attempt.to),
      })
    case 'tooEarly':
      return t('desk.call.attempt.tooEarly', { at: time(attempt.countsFrom) })
    case 'violated':
      return t(`desk.call.attempt.${attempt.afterMs === null ? 'violatedAtOnce' : 'violated'}`, {
        made: attempt.made,
        after: duration(attempt.afterMs ?? 0),
        level: attempt.level,
      })
    case 'overtaken':
      return t('desk.call.attempt.overtaken')
  }
}
