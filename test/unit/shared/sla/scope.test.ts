import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../../shared/sla/history.ts'
import { clocksOf, moscow, outOfScope, registered, seen, upheld } from './story.ts'

const said = (kind: 'objected' | 'objectionDeclined', time: string, author: string): Fact => ({
  ...{ id: `${kind} ${time}`, at: moscow(time), recordedAt: moscow(time) },
  ...{ kind, reason: 'отчёт штатный', author },
})
const filed = registered('2026-11-23 09:00', 3)
const marked = outOfScope('2026-11-23 10:00')
const objected = said('objected', '2026-11-23 11:00', 'Анна')
const declined = said('objectionDeclined', '2026-11-23 12:00', 'Иван')

describe('out of scope (§2) and objections', () => {
  it.each([
    ['nothing', [filed], null],
    ['marked', [filed, marked], { reason: 'разработка', objection: null }],
    ['objected to', [filed, marked, objected], { objection: { by: 'Анна' } }],
    ['declined', [filed, marked, objected, declined], { reason: 'разработка', objection: null }],
    ['upheld', [filed, marked, objected, upheld('2026-11-23 12:00')], null],
    [
      'objected to before it was marked',
      [filed, said('objected', '2026-11-23 09:30', 'Анна'), marked],
      { objection: null },
    ],
  ])('when it is %s', (_what, facts, expected) => {
    const { outOfScope: scope } = clocksOf(...facts)
    if (expected === null) expect(scope).toBeNull()
    else expect(scope).toMatchObject({ since: moscow('2026-11-23 10:00'), ...expected })
  })

  it('an objection alone moves no clock; upheld, the time between is a pause', () => {
    const now = '2026-11-23 16:00'
    expect(seen(clocksOf(filed, marked, objected), 'reaction', { now })).toBe(
      'paused, 420 min left',
    )
    expect(seen(clocksOf(filed, marked, objected, declined), 'reaction', { now })).toBe(
      'paused, 420 min left',
    )
    const resumed = clocksOf(filed, marked, objected, upheld('2026-11-23 12:00'))
    expect(seen(resumed, 'reaction', { now })).toBe('running until 2026-11-24 10:00')
  })
})
