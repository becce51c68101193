import { describe, expect, it } from 'vitest'
import {
  missingIn,
  newDraft,
  timerDraft,
  timesOf,
} from '../../../../client/features/ticket-card/work/work-draft.ts'
import { asLocalText, fromLocalText } from '../../../../client/ui/local-time.ts'

const now = Date.parse('2026-11-23T15:20:00Z')
const minuteMs = 60_000

describe('work as it is typed', () => {
  it('keeps the minute of an instant, in whatever zone it is typed', () => {
    expect(fromLocalText(asLocalText(now + 31_000))).toBe(now)
    expect(fromLocalText('вчера')).toBeNull()
    expect(fromLocalText('')).toBeNull()
  })

  it('begins as work that has just ended, or as what the timer measured', () => {
    expect(timesOf(newDraft(now))).toEqual({ from: now - 30 * minuteMs, to: now })
    const timer = { number: 1, itemId: 1, startedAt: now, stoppedAt: now + 90_000 }
    expect(timesOf(timerDraft(timer))).toEqual({ from: now, to: now + 2 * minuteMs })
    expect(timerDraft({ ...timer, stoppedAt: now + 5000 }).minutes).toBe('1')
  })

  it.each([
    ['no minutes', { minutes: '' }, 'times'],
    ['half a minute', { minutes: '0.5' }, 'times'],
    ['no start', { startedAt: '' }, 'times'],
    ['more than a day', { minutes: '1441', startedAt: '2026-11-20T10:00' }, 'tooLong'],
    ['work to come', { minutes: '45' }, 'future'],
    ['nothing said', { what: ' ' }, 'what'],
    ['a correction without a reason', {}, 'reason'],
  ])('%s: says what is missing', (_, changed, missing) => {
    const draft = { ...newDraft(now), what: 'Проверка', ...changed }
    expect(missingIn(draft, now, true)).toBe(missing)
  })

  it('is complete with times, words and, as a correction, a reason', () => {
    const draft = { ...newDraft(now), what: 'Проверка' }
    expect(missingIn(draft, now, false)).toBeNull()
    expect(missingIn({ ...draft, reason: 'Опечатка' }, now, true)).toBeNull()
  })
})
