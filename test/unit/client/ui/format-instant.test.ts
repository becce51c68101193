import { describe, expect, it } from 'vitest'
import {
  formatDuration,
  formatInstant,
  formatSpan,
  zoneLabel,
} from '../../../../client/ui/format-instant.ts'

const instant = Date.UTC(2026, 10, 23, 7)
/** Intl may use narrow no-break spaces. */
const plain = (text: string) => text.replaceAll(/\s/g, ' ')

describe('instant in words', () => {
  it.each([
    ['Europe/Moscow', 'ru', 'пн, 23 ноября, 10:00 МСК'],
    ['Europe/Moscow', 'en', 'Mon, November 23, 10:00 MSK'],
    ['Asia/Yekaterinburg', 'ru', 'пн, 23 ноября, 12:00 GMT+5'],
  ])('in %s for %s is %s', (zone, locale, expected) => {
    expect(plain(formatInstant(instant, zone, locale))).toBe(expected)
  })

  it('at midnight is 00:00, not 24:00', () => {
    expect(formatInstant(Date.UTC(2026, 10, 22, 21), 'Europe/Moscow', 'ru')).toContain('00:00')
  })
})

describe('a span in words', () => {
  const hourMs = 60 * 60_000

  it('names its day once, and both where it goes past midnight', () => {
    const spanOf = (hours: number) =>
      plain(formatSpan({ from: instant, to: instant + hours * hourMs }, 'Europe/Moscow', 'ru'))
    expect(spanOf(1)).toBe('пн, 23 ноября, 10:00 – 11:00 МСК')
    expect(spanOf(15)).toBe('пн, 23 ноября, 10:00 МСК – вт, 24 ноября, 01:00 МСК')
  })
})

describe('duration in words', () => {
  it.each([
    [60_000, '1 мин'],
    [4_800_000, '1 ч 20 мин'],
    [144_000_000, '40 ч'],
    [-4_800_000, '1 ч 20 мин'],
    [59_999, 'меньше минуты'],
  ])('%i ms is %s', (ms, expected) => {
    expect(formatDuration(ms)).toBe(expected)
  })

  it('is said in English too', () => {
    expect(formatDuration(4_800_000, 'en')).toBe('1 h 20 min')
  })
})

describe('zone', () => {
  it('has its usual name where it has one', () => {
    expect([zoneLabel('Europe/Moscow', 'ru'), zoneLabel('Asia/Omsk', 'ru')]).toEqual([
      'МСК',
      'Asia/Omsk',
    ])
  })
})
