import { describe, expect, it } from 'vitest'
import {
  exceptionsOn,
  withCopiedYear,
  withException,
} from '../../../../shared/calendar/edit-exceptions.ts'

const dayOff = (on: string) => ({ on, kind: 'dayOff' }) as const
const datesOf = (exceptions: readonly { on: string }[]) => exceptions.map(({ on }) => on)

describe('a contract’s own exceptions', () => {
  it('one is put in the order of dates, in place of what the date had', () => {
    const before = [dayOff('2026-12-31'), dayOff('2027-01-09')]
    const hours = {
      on: '2026-12-31',
      kind: 'hours',
      windows: [['09:00', '12:00'] as [string, string]],
    } as const
    const after = withException(before, '2026-12-31', { ...hours, windows: [...hours.windows] })
    expect(exceptionsOn(after, '2026-12-31')).toMatchObject([{ kind: 'hours' }])
    expect(datesOf(withException(after, '2026-12-30', dayOff('2026-12-30')))).toEqual([
      '2026-12-30',
      '2026-12-31',
      '2027-01-09',
    ])
    expect(datesOf(withException(after, '2026-12-31', null))).toEqual(['2027-01-09'])
  })

  it.each([
    ['on the same dates', ['2026-05-11', '2026-12-31'], ['2027-05-11', '2027-12-31']],
    ['but for a date that has one already', ['2026-12-31', '2027-12-31'], ['2027-12-31']],
    ['of no other year', ['2025-05-11', '2026-05-12'], ['2027-05-12']],
  ])('a year is copied %s', (_case, dates, expected) => {
    const copied = withCopiedYear(dates.map(dayOff), 2026, 2027)
    expect(datesOf(copied).filter((on) => on.startsWith('2027'))).toEqual(expected)
  })

  it('29 February is not made where there is none', () => {
    expect(datesOf(withCopiedYear([dayOff('2028-02-29')], 2028, 2029))).toEqual(['2028-02-29'])
  })
})
