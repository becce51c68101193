import { describe, expect, it } from 'vitest'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { type ClockName, usedMs } from '../../../../shared/sla/clock.ts'
import { explain } from '../../../../shared/sla/explain.ts'
import type { TicketClocks } from '../../../../shared/sla/ticket-clocks.ts'
import {
  clockOf,
  clocksOf,
  moscow,
  moscowText,
  moves,
  registered,
  says,
  setLevel,
} from './story.ts'

/** One line per part: what, from, to, running sum in minutes. */
function told(clocks: TicketClocks, name: ClockName, now: string): string[] {
  const clock = clockOf(clocks, name)
  const explanation = explain(clock, defaultCalendar, { now: moscow(now), calendarVersion: 'v1' })
  expect(explanation.usedMs).toBe(usedMs(clock, defaultCalendar, moscow(now)))
  expect(explanation.calendarVersion).toBe('v1')
  return explanation.parts.map((part) => {
    const reason = 'reason' in part ? ` ${part.reason}` : ''
    const name = 'name' in part ? ` «${part.name.ru}»` : ''
    const from = 'movedFrom' in part ? ` ${part.movedFrom ?? ''}` : ''
    const times = `${moscowText(part.from)?.slice(5) ?? ''} – ${moscowText(part.to)?.slice(5) ?? ''}`
    return `${times} ${part.kind}${reason}${name}${from} = ${part.sumMs / 60_000}`
  })
}

describe('explain', () => {
  it('a short day, a holiday and the night are named', () => {
    const clocks = clocksOf(registered('2026-11-03 16:00', 2))
    expect(told(clocks, 'reaction', '2026-11-05 10:00')).toEqual([
      '11-03 16:00 – 11-03 17:00 counted = 60',
      '11-03 17:00 – 11-04 00:00 closed shortDay = 60',
      '11-04 00:00 – 11-05 00:00 closed holiday «День народного единства» = 60',
      '11-05 00:00 – 11-05 09:00 closed outsideHours = 60',
      '11-05 09:00 – 11-05 10:00 counted = 120',
    ])
  })

  it('the New Year is told day by day where the reason differs', () => {
    const clocks = clocksOf(registered('2026-12-30 17:00', 2))
    expect(told(clocks, 'reaction', '2027-01-11 10:00')).toEqual([
      '12-30 17:00 – 12-30 18:00 counted = 60',
      '12-30 18:00 – 12-31 00:00 closed outsideHours = 60',
      '12-31 00:00 – 01-01 00:00 closed movedDayOff 2026-01-04 = 60',
      '01-01 00:00 – 01-07 00:00 closed holiday «Новогодние каникулы» = 60',
      '01-07 00:00 – 01-08 00:00 closed holiday «Рождество Христово» = 60',
      '01-08 00:00 – 01-09 00:00 closed holiday «Новогодние каникулы» = 60',
      '01-09 00:00 – 01-11 00:00 closed weekend = 60',
      '01-11 00:00 – 01-11 09:00 closed outsideHours = 60',
      '01-11 09:00 – 01-11 10:00 counted = 120',
    ])
  })

  it('a wait is shown since when, across the night', () => {
    const clocks = clocksOf(
      registered('2026-11-23 09:00', 3),
      says('partner', '2026-11-23 10:00'),
      moves('partner', '2026-11-23 12:00', 'waiting'),
      says('customer', '2026-11-24 10:00'),
    )
    expect(told(clocks, 'statusUpdate', '2026-11-24 11:00')).toEqual([
      '11-23 10:00 – 11-23 12:00 counted = 120',
      '11-23 12:00 – 11-24 10:00 paused waiting = 120',
      '11-24 10:00 – 11-24 11:00 counted = 180',
    ])
  })

  it('a raise that keeps the old due says how much of the old time still counts', () => {
    const clocks = clocksOf(registered('2026-11-23 10:00', 3), setLevel('2026-11-23 16:00', 2))
    expect(told(clocks, 'reaction', '2026-11-23 17:00')).toEqual([
      '11-23 10:00 – 11-23 16:00 levelChange = 120',
      '11-23 16:00 – 11-23 17:00 counted = 180',
    ])
  })

  it('a clock round the clock knows no closed time', () => {
    const clocks = clocksOf(registered('2026-12-31 23:30', 1))
    expect(told(clocks, 'reaction', '2027-01-01 00:15')).toEqual([
      '12-31 23:30 – 01-01 00:15 counted = 45',
    ])
  })

  it('what the contract has excepted is named as the contract names it', () => {
    const calendar = {
      ...defaultCalendar,
      exceptions: [
        { kind: 'dayOff' as const, on: '2026-11-24', name: 'Инвентаризация' },
        {
          kind: 'break' as const,
          on: '2026-11-23',
          windows: [['12:00', '13:00']] as [string, string][],
        },
      ],
    }
    const clock = clockOf(clocksOf(registered('2026-11-23 11:00', 2)), 'reaction')
    const { parts } = explain(clock, calendar, { now: moscow('2026-11-24 12:00') })
    expect(parts).toMatchObject([
      { kind: 'counted' },
      { kind: 'closed', reason: 'break' },
      { kind: 'counted' },
      { kind: 'closed', reason: 'outsideHours' },
      { kind: 'closed', reason: 'dayOff', name: { ru: 'Инвентаризация' } },
    ])
  })
})
