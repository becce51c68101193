import { describe, expect, it } from 'vitest'
import type { TermsContent } from '../../../../shared/api/terms.ts'
import { defaultTariff } from '../../../../shared/billing/tariff.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { compareTerms, type TermsChange } from '../../../../shared/sla/compare-terms.ts'
import { defaultPolicy } from '../../../../shared/sla/policy.ts'

const agreed: TermsContent = {
  policy: defaultPolicy,
  calendar: defaultCalendar,
  tariff: defaultTariff,
}
const { policy, tariff } = agreed
const { levels } = policy

const silvester = { on: '2026-12-31', kind: 'dayOff' } as const
const minutes = (amount: number | null) => ({ kind: 'minutes', minutes: amount })

/** What an edit says, for the preview and for the list of versions. */
describe('what a version of the terms changes', () => {
  it.each<[string, Partial<TermsContent>, Partial<Record<keyof TermsChange, unknown>>[]]>([
    ['nothing', {}, []],
    [
      'reaction of a level',
      { policy: { ...policy, levels: { ...levels, 2: { ...levels[2], reactionMinutes: 120 } } } },
      [{ what: 'reaction', of: '2', before: minutes(240), after: minutes(120) }],
    ],
    [
      'a resolution target where there was none',
      {
        policy: { ...policy, levels: { ...levels, 3: { ...levels[3], resolutionMinutes: 2400 } } },
      },
      [{ what: 'resolution', of: '3', before: minutes(null), after: minutes(2400) }],
    ],
    ['the default escalation, written out', { policy: { ...policy, onDeletion: 'restore' } }, []],
    [
      'hours of a day',
      {
        calendar: {
          ...defaultCalendar,
          week: { ...defaultCalendar.week, fri: [['09:00', '17:00']] },
        },
      },
      [{ what: 'hours', of: 'fri', after: { kind: 'windows', windows: [['09:00', '17:00']] } }],
    ],
    [
      'an exception that came',
      { calendar: { ...defaultCalendar, exceptions: [silvester] } },
      [
        {
          ...{ what: 'exception', of: '2026-12-31', before: null },
          after: { kind: 'exceptions', exceptions: [silvester] },
        },
      ],
    ],
    [
      'the price of an hour',
      { tariff: { ...tariff, hourKopecks: 500_000 } },
      [
        {
          what: 'hourPrice',
          of: null,
          after: { kind: 'money', kopecks: 500_000, currency: 'RUB' },
        },
      ],
    ],
  ])('%s', (_case, edit, expected) => {
    expect(compareTerms(agreed, { ...agreed, ...edit })).toMatchObject(expected)
  })

  it('round the clock knows no week any more', () => {
    const changes = compareTerms(agreed, { ...agreed, calendar: { kind: 'always' } })
    expect(changes[0]).toMatchObject({
      what: 'calendar',
      before: { choice: 'business' },
      after: { choice: 'always' },
    })
    expect(changes.filter(({ after }) => after === null).map(({ what }) => what)).toContain('zone')
  })
})
