import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import type { Ticket } from '../../server/db/tickets-store.ts'
import { createFillReports } from '../../server/jobs/fill-reports.ts'
import { createReadReports } from '../../server/usecases/read-reports.ts'
import { reportRowsOf } from '../../server/usecases/report-rows.ts'
import {
  type ReportQuery,
  reportQuerySchema,
  ticketsBehindSchema,
} from '../../shared/api/report.ts'
import { monthAt } from '../../shared/billing/months.ts'
import { defaultCalendar } from '../../shared/calendar/schema.ts'
import { minutesBegun } from '../../shared/report/clock-record.ts'
import type { Dashboard } from '../../shared/report/dashboard.ts'
import { settlementOf } from '../../shared/report/settlement.ts'
import { usedMs } from '../../shared/sla/clock.ts'
import { clockState, clocksAt, computeClocks, type SlaClock } from '../../shared/sla/clocks.ts'
import type { Fact } from '../../shared/sla/history.ts'
import { defaultPolicy } from '../../shared/sla/policy.ts'
import { isOver } from '../../shared/ticket/stages.ts'
import { read, ticket } from '../support/readings.ts'
import { contract, portal, terms } from '../support/records.ts'
import { databaseKinds, type TestDatabase } from '../support/start-database-kinds.ts'
import { histories } from '../unit/shared/sla/arbitraries.ts'

const now = Date.parse('2026-06-10T12:00:00+03:00')
const engineers = [5, 6, null]
type Told = { ticket: Ticket; history: Fact[] }

/** Whatever may happen to tickets of two customers and two engineers in half a year. */
const told: Told[] = fc
  .sample(histories, { seed: 7, numRuns: 150 })
  .filter((history) => Math.max(...history.map(({ at }) => at)) + 3_600_000 < now)
  .map((history, index) => {
    const clocks = computeClocks(defaultPolicy, defaultCalendar, history)
    const taker = engineers[index % 3] ?? null
    const seen = read.seen && { ...read.seen, assignedById: taker ?? 1, createdBy: 1 }
    return {
      history,
      ticket: ticket({
        ...{ id: `t${String(index)}`, number: index + 1, clocks },
        contractId: index % 2 === 0 ? 'c1' : 'c2',
        ...{ level: clocks.level, stage: clocks.stage, registeredAt: clocks.registeredAt },
        itemIds: { customer: index + 1, partner: index + 1 },
        sides: { customer: read, partner: { ...read, seen } },
      }),
    }
  })

const year = { from: '2026-01', to: '2026-12' }
const narrowings: Record<string, string>[] = [
  {},
  { contract: 'c2' },
  { level: '2' },
  { engineer: '5' },
  { engineer: '0', contract: 'c1' },
  { from: '2026-03', to: '2026-03' },
]

describe.each(databaseKinds)('figures of reports in $kind', ({ start }) => {
  let database: TestDatabase
  let db: Database
  let reports: ReturnType<typeof createReadReports>

  beforeAll(async () => {
    database = await start()
    db = database.db
    await db.portals.save(portal({ memberId: 'martinsoft', role: 'partner' }))
    for (const id of ['c1', 'c2'])
      await db.contracts.add(contract({ id, customerMemberId: id }), terms({ validFrom: 0 }), [])
    await db.transaction(async (stores) => {
      for (const { ticket: one, history } of told) {
        await stores.tickets.add(one)
        await stores.history.append(
          one.id,
          history.map((fact, seq) => ({ seq, fact, hash: String(seq) })),
        )
        await stores.reportRows.keep(one, reportRowsOf(one, history, { calendar: defaultCalendar }))
      }
    })
    reports = createReadReports({ db, clock: { now: () => now } })
  }, 120_000)

  afterAll(() => database.close())

  const dashboard = (over: Record<string, string> = {}): Promise<Dashboard> =>
    reports.dashboard('martinsoft', reportQuerySchema.parse({ ...year, ...over }))

  const behind = async (over: Record<string, string>): Promise<string[]> => {
    const ids: string[] = []
    let after: number | null = 1e9
    while (after !== null) {
      const query = ticketsBehindSchema.parse({ ...year, ...over, after: String(after) })
      const page = await reports.ticketsBehind('martinsoft', query)
      ids.push(...page.tickets.map(({ id }) => id))
      after = page.next
      if (after === null) expect(page.total).toBe(ids.length)
    }
    return ids.toSorted()
  }

  it.each(narrowings)('are what the badges of the same tickets say: %o', async (over) => {
    const query = reportQuerySchema.parse({ ...year, ...over })
    const shown = await dashboard(over)
    const badges = badgesOf(query)

    for (const name of ['reaction', 'statusUpdate', 'replyDuty', 'phoneDuty'] as const) {
      const states = badges.filter(({ clock }) => clock.name === name)
      const countOf = (state: string) =>
        states.filter(({ clock }) => clockState(clock, now) === state).length
      const { met = 0, breached = 0, notNeeded = 0 } = shown.total[name] ?? {}
      expect({ met, breached, notNeeded }).toEqual({
        met: countOf('met'),
        breached: countOf('breached'),
        notNeeded: countOf('notNeeded'),
      })
    }
    const taken = badges
      .filter(({ clock }) => clock.name === 'statusUpdate' && clock.stoppedAt && !clock.notNeeded)
      .map(({ clock }) => minutesBegun(usedMs(clock, defaultCalendar, clock.stoppedAt ?? 0)))
      .toSorted((a, b) => a - b)
    expect(shown.times.statusUpdate).toMatchObject({
      count: taken.length,
      longest: taken.at(-1) ?? null,
      p50: taken[Math.ceil(taken.length / 2) - 1] ?? null,
    })
    const open = ownTickets(query).filter(({ ticket: one }) => !isOver(one.stage))
    expect(shown.open).toBe(open.length)
    expect(sum(shown.openByAge.map(({ count }) => count))).toBe(open.length)
    expect(sum(shown.load)).toBe(
      ownTickets(query).filter(({ ticket: one }) => isIn(query, one.registeredAt)).length,
    )
  })

  it('groups add up to the total, and so do months, customers and engineers asked one by one', async () => {
    const whole = await dashboard()
    const metOf = (one: Pick<Dashboard, 'total'>) => one.total.reaction?.met ?? 0

    for (const groups of [whole.byMonth, whole.byLevel, whole.byContract, whole.byEngineer])
      expect(sum(groups.map(({ clocks }) => clocks.reaction?.met ?? 0))).toBe(metOf(whole))
    const parts = await Promise.all(['c1', 'c2'].map((id) => dashboard({ contract: id })))
    expect(sum(parts.map(metOf))).toBe(metOf(whole))
    const byMonth = await Promise.all(
      whole.byMonth.map(({ key }) => dashboard({ from: key, to: key })),
    )
    expect(sum(byMonth.map(metOf))).toBe(metOf(whole))
  })

  it('the list behind a figure has exactly its tickets', async () => {
    const query = reportQuerySchema.parse(year)
    const idsOf = (wanted: (badge: Badge) => boolean) =>
      [
        ...new Set(
          badgesOf(query)
            .filter(wanted)
            .map(({ ticketId }) => ticketId),
        ),
      ].toSorted()

    expect(await behind({ of: 'clocks', clock: 'reaction', outcome: 'breached' })).toEqual(
      idsOf(({ clock }) => clock.name === 'reaction' && clockState(clock, now) === 'breached'),
    )
    expect(
      await behind({ of: 'clocks', clock: 'statusUpdate', overMinutes: '60', upToMinutes: '240' }),
    ).toEqual(
      idsOf(({ clock }) => {
        if (clock.name !== 'statusUpdate' || clock.notNeeded || !clock.stoppedAt) return false
        const minutes = minutesBegun(usedMs(clock, defaultCalendar, clock.stoppedAt))
        return minutes > 60 && minutes <= 240
      }),
    )
    expect(await behind({ of: 'clocks', owedBy: 'customer', outcome: 'breached' })).toEqual(
      idsOf(({ clock }) => clock.owedBy === 'customer' && clockState(clock, now) === 'breached'),
    )
    expect(await behind({ of: 'open' })).toEqual(
      told
        .filter(({ ticket: one }) => !isOver(one.stage))
        .map(({ ticket: one }) => one.id)
        .toSorted(),
    )
    const { load, openByAge } = await dashboard()
    const hour = load.findIndex((count) => count > 0)
    expect(await behind({ of: 'registered', hour: String(hour) })).toHaveLength(load[hour] ?? 0)
    for (const [age, { count }] of openByAge.entries())
      expect(await behind({ of: 'open', age: String(age) })).toHaveLength(count)
  })

  it('a contract’s months on its reports are what the dashboard says of them', async () => {
    const asking = { memberId: 'martinsoft', userId: 1, isManager: true }
    for (const { key: month } of (await dashboard({ contract: 'c1' })).byMonth) {
      const shown = await dashboard({ contract: 'c1', from: month, to: month })
      const report = await reports.monthly(asking, { contractId: 'c1', month })
      for (const clock of ['reaction', 'statusUpdate'] as const) {
        const rows = report.compliance.filter((row) => row.clock === clock)
        const { met = 0, breached = 0 } = shown.total[clock] ?? {}
        expect(sum(rows.map((row) => row.met))).toBe(met)
        expect(sum(rows.map((row) => row.breached))).toBe(breached)
        expect(report.breaches.filter((one) => one.clock === clock)).toHaveLength(breached)
        expect(report.times[clock]).toEqual(shown.times[clock])
      }
      expect(report.tickets.registered).toBe(sum(shown.load))
    }
  })

  it('another partner has no figures and no tickets behind them', async () => {
    const query = reportQuerySchema.parse({ ...year, contract: 'c1' })
    const shown = await reports.dashboard('other', query)
    expect(shown).toMatchObject({ total: {}, byContract: [], open: 0 })
    const all = ticketsBehindSchema.parse({ ...year, of: 'clocks', contract: 'c1' })
    expect(await reports.ticketsBehind('other', all)).toEqual({ total: 0, tickets: [], next: null })
    const asking = { memberId: 'other', userId: 1, isManager: true }
    await expect(
      reports.monthly(asking, { contractId: 'c1', month: '2026-03' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('made anew from the histories they are what was kept with each commit', async () => {
    const kept = await dashboard()
    const nothing = { registeredAt: 0, month: '2020-01', hour: 0, level: 1 as const, overAt: 1 }
    for (const { ticket: one } of told)
      await db.reportRows.keep(one, { ticket: nothing, engineerId: null, clocks: [] })
    expect((await dashboard()).total).toEqual({})

    await db.reportRows.makeAnew('martinsoft')
    const fill = createFillReports({ db, log: pino({ level: 'silent' }) })
    while (await fill('all'));

    expect(await dashboard()).toEqual(kept)
  })
})

type Badge = { ticketId: string; clock: SlaClock }

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)

const isIn = ({ from, to }: ReportQuery, at: number) => {
  const month = monthAt('Europe/Moscow', at)
  return month >= from && month <= to
}

function ownTickets({ contract: contractId, level, engineer }: ReportQuery): Told[] {
  return told.filter(
    ({ ticket: one }, index) =>
      (contractId === undefined || one.contractId === contractId) &&
      (level === undefined || one.level === level) &&
      (engineer === undefined || (engineers[index % 3] ?? 0) === engineer),
  )
}

/** The clocks as cards show them that came out in the period; a clock has a level of its own. */
function badgesOf(query: ReportQuery): Badge[] {
  const { level, ...rest } = query
  return ownTickets(rest).flatMap(({ ticket: one }) => {
    const current = clocksAt(one.clocks, now)
    const clocks = current.isEnforced ? current.clocks : []
    return clocks
      .filter((clock) => level === undefined || clock.level === level)
      .filter((clock) => ['met', 'breached', 'notNeeded'].includes(clockState(clock, now)))
      .filter((clock) => isIn(query, settlementOf(clock)?.at ?? 0))
      .map((clock) => ({ ticketId: one.id, clock }))
  })
}
