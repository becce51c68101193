import {
  longestWorkMs,
  type WorkLogEntry,
  type WorkTimer,
} from '../../../../shared/api/work-log.ts'
import type { Instant } from '../../../../shared/time.ts'
import { asLocalText, fromLocalText } from '../../../ui/local-time.ts'

/** An entry as it is typed: when it began, in the viewer's own zone, and how long it took. */
export type WorkDraft = {
  startedAt: string
  minutes: string
  what: string
  onlyOutOfHours: boolean
  questionIds: string[]
  /** Of a correction. */
  reason: string
}

const minuteMs = 60_000
const usualMinutes = 30

const empty = { what: '', onlyOutOfHours: false, questionIds: [], reason: '' }

/** Work that has just ended. */
export const newDraft = (now: Instant): WorkDraft => ({
  ...empty,
  startedAt: asLocalText(now - usualMinutes * minuteMs),
  minutes: String(usualMinutes),
})

/** What a stopped timer has measured; less than a minute is one. */
export const timerDraft = ({ startedAt, stoppedAt }: WorkTimer): WorkDraft => ({
  ...empty,
  startedAt: asLocalText(startedAt),
  minutes: String(Math.max(1, Math.round(((stoppedAt ?? startedAt) - startedAt) / minuteMs))),
})

export const draftOf = (entry: WorkLogEntry): WorkDraft => ({
  startedAt: asLocalText(entry.from),
  minutes: String(Math.round((entry.to - entry.from) / minuteMs)),
  what: entry.what,
  onlyOutOfHours: entry.onlyOutOfHours,
  questionIds: [...entry.questionIds],
  reason: '',
})

/** From when to when; null while that cannot be told. */
export function timesOf(draft: WorkDraft): { from: Instant; to: Instant } | null {
  const from = fromLocalText(draft.startedAt)
  const minutes = Number(draft.minutes)
  if (from === null || !Number.isInteger(minutes) || minutes < 1) return null
  return { from, to: from + minutes * minuteMs }
}

export type Missing = 'times' | 'tooLong' | 'future' | 'what' | 'reason'

/** What stands in the way of entering it; null: nothing. */
export function missingIn(draft: WorkDraft, now: Instant, isCorrection: boolean): Missing | null {
  const times = timesOf(draft)
  if (!times) return 'times'
  if (times.to - times.from > longestWorkMs) return 'tooLong'
  if (times.to > now + minuteMs) return 'future'
  if (draft.what.trim() === '') return 'what'
  return isCorrection && draft.reason.trim() === '' ? 'reason' : null
}
