import { describe, expect, it } from 'vitest'
import { monthlyReportSchema } from '../../../../shared/report/monthly-report-shape.ts'
import { explain } from '../../../../shared/sla/explain.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import {
  asks,
  call,
  clockOf,
  delivered,
  moscow,
  moves,
  needsDecision,
  registered,
  says,
} from '../sla/story.ts'
import { reportOf, ticketOf } from './report-kit.ts'

const early = ticketOf(1, [
  registered('2026-11-10 10:00', 3),
  says('partner', '2026-11-10 11:00'),
  says('partner', '2026-11-11 16:00'),
  moves('partner', '2026-11-12 12:00', 'proposed'),
  moves('customer', '2026-11-12 13:00', 'closed'),
])
/** Four working hours from Thursday 16:00 are Friday 11:00. */
const late = ticketOf(2, [
  registered('2026-11-26 16:00', 2),
  says('partner', '2026-11-27 12:30'),
  moves('partner', '2026-11-27 15:00', 'proposed'),
  moves('customer', '2026-11-27 16:00', 'closed'),
])
/** Due on Monday 30 November 18:00, breached with the opening of 1 December. */
const acrossTheBorder = ticketOf(3, [registered('2026-11-30 10:00', 3)])
const silent = ticketOf(4, [
  registered('2026-11-20 18:00', 1),
  asks('partner', '2026-11-20 18:30', 'question'),
  delivered('question', '2026-11-20 18:40'),
])
const unreachable = ticketOf(5, [
  registered('2026-11-21 18:00', 1),
  call('2026-11-21 18:30', { reached: false }),
  call('2026-11-21 18:50', { reached: false }),
])
const uncovered = ticketOf(6, [
  registered('2026-11-02 10:00', 1),
  needsDecision('2026-11-02 10:00'),
])

describe('buildMonthlyReport', () => {
  it('when the month is over, then every clock stands where its badge does', () => {
    const report = reportOf('2026-11', '2026-12-01 00:00', [late, early, acrossTheBorder])

    expect(report).toMatchObject({ isMonthOver: true, asOf: moscow('2026-12-01 00:00') })
    expect(report.compliance).toEqual([
      row('reaction', 2, { breached: 1 }),
      row('reaction', 3, { met: 1, open: 1 }),
      row('statusUpdate', 2, { met: 1 }),
      row('statusUpdate', 3, { met: 2 }),
    ])
    expect(report.tickets).toMatchObject({ registered: 3, open: 1 })
    expect(monthlyReportSchema.parse(report)).toEqual(report)
  })

  it('when a clock is breached with the first opening of the next month, then it belongs there', () => {
    const [november, december] = ['2026-11', '2026-12'].map((month) =>
      reportOf(month, '2026-12-01 09:01', [acrossTheBorder]),
    )

    expect(november?.breaches).toEqual([])
    expect(november?.compliance).toEqual([row('reaction', 3, { open: 1 })])
    expect(december?.breaches).toMatchObject([
      { number: 3, clock: 'reaction', dueAt: moscow('2026-11-30 18:00'), endedAt: null },
    ])
    expect(december?.compliance).toEqual([row('reaction', 3, { breached: 1 })])
  })

  it('tells each breach with the parts that explain tells', () => {
    const report = reportOf('2026-11', '2026-12-05 10:00', [late])
    const clock = clockOf(late.clocks, 'reaction')
    const said = explain(clock, defaultCalendar, { now: moscow('2026-12-05 10:00') })

    expect(report.breaches).toHaveLength(1)
    expect(report.breaches[0]).toMatchObject({
      breachedAt: moscow('2026-11-27 11:00') + 1,
      endedAt: moscow('2026-11-27 12:30'),
      usedMs: 5.5 * 3_600_000,
      why: said.parts.map(({ kind, from, to, countedMs, sumMs }) => ({
        ...{ kind, from, to, countedMs, sumMs },
      })),
    })
    expect(report.times.reaction).toMatchObject({ count: 1, longest: 330 })
  })

  it('when a duty is violated, then the downgrade stands with clause and evidence', () => {
    const report = reportOf('2026-11', '2026-11-25 12:00', [unreachable, silent])

    expect(report.downgrades).toMatchObject([
      {
        number: 4,
        at: moscow('2026-11-20 19:40'),
        from: 1,
        to: 2,
        clause: '4.2',
        evidence: [
          { kind: 'question', at: moscow('2026-11-20 18:30'), author: 'partner' },
          { kind: 'delivery', at: moscow('2026-11-20 18:40') },
        ],
      },
      {
        number: 5,
        at: moscow('2026-11-21 18:50'),
        clause: '4.1',
        evidence: [{ kind: 'call' }, { kind: 'call' }],
      },
    ])
    expect(report.compliance).toContainEqual(
      row('replyDuty', 1, { owedBy: 'customer', breached: 1 }),
    )
  })

  it('when the hour of a duty is not over, then silence has violated nothing', () => {
    const before = reportOf('2026-11', '2026-11-20 19:40', [silent])
    const after = reportOf('2026-11', '2026-11-20 19:41', [silent])

    expect(before.downgrades).toEqual([])
    expect(before.compliance).toContainEqual(row('replyDuty', 1, { owedBy: 'customer', open: 1 }))
    expect(after.downgrades).toHaveLength(1)
  })

  it('when the partner has not accepted a ticket, then nothing of it is enforced or counted', () => {
    const report = reportOf('2026-11', '2026-11-30 10:00', [uncovered])

    expect(report).toMatchObject({ compliance: [], breaches: [], downgrades: [] })
    expect(report.tickets).toMatchObject({ registered: 1, open: 1 })
  })

  it('when a ticket was closed only after the month, then it was open at its end', () => {
    const ticket = ticketOf(7, [
      registered('2026-11-27 10:00', 3),
      says('partner', '2026-11-27 11:00'),
      moves('partner', '2026-12-02 10:00', 'proposed'),
      moves('customer', '2026-12-02 12:00', 'closed'),
    ])

    expect(reportOf('2026-11', '2026-12-10 10:00', [ticket]).tickets).toMatchObject({
      open: 1,
      openByAge: [
        { upToDays: 1, count: 0 },
        { upToDays: 3, count: 0 },
        { upToDays: 7, count: 1 },
        ...[14, 30, null].map((upToDays) => ({ upToDays, count: 0 })),
      ],
    })
    expect(reportOf('2026-12', '2026-12-10 10:00', [ticket]).tickets.open).toBe(0)
  })
})

type Part = Partial<Record<'met' | 'breached' | 'notNeeded' | 'open', number>> & {
  owedBy?: 'customer'
}

const row = (clock: string, level: number, part: Part) => ({
  ...{ clock, level, owedBy: 'partner', met: 0, breached: 0, notNeeded: 0, open: 0 },
  ...part,
})
