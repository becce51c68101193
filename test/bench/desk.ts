import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { moveItem, openBridge, ticketsOf } from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'
import { benchDatabase } from './bench-database.ts'
import { type Bench, comparedWith, type Figure } from './measure.ts'
import { multiplyTickets } from './multiply-tickets.ts'

const few = 1_000
const many = 100_000
const rounds = 15
const admin = 1
const mostMs = 300
const mostTimes = 3

/** What each screen of the partner's asks of the server, with few tickets and with many. */
const screens = (itemId: number): Record<string, string[]> => ({
  'the queue': ['/api/tickets?view=open&sort=due', '/api/tickets/filters'],
  'what awaits a reaction': ['/api/tickets?view=reaction&sort=due'],
  'what is over, newest first': ['/api/tickets?view=over&sort=newest'],
  'a ticket’s card': [
    ...['', '/work', '/calls', '/questions', '/context', '/facts'].map(
      (rest) => `/api/tickets/by-item/${String(itemId)}${rest}`,
    ),
  ],
  contracts: ['/api/contracts', '/api/troubles'],
  'what was not delivered': ['/api/parked'],
  'the dashboard of a month': ['/api/report/dashboard?from=2026-11&to=2026-11'],
  'the tickets behind a figure': [
    '/api/report/tickets?from=2026-11&to=2026-11&of=clocks&clock=reaction&outcome=met',
  ],
  'the log of changes': ['/api/audit', '/api/audit/filters'],
})

/** Every ticket has to be looked at, so that this one grows with their number. */
const searches = ['/api/tickets?view=all&sort=due&search=такого%20нет']

/** With few tickets there is no year to look at. */
const years = ['/api/report/dashboard?from=2025-12&to=2026-11']

/** The server's time for the office's screens, whatever the number of tickets. */
export const deskBench: Bench = {
  name: 'desk',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'sla-desk-bench-'))
    const database = benchDatabase(folder)
    const bridge = await openBridge(database.world)
    try {
      for (const title of ['Касса', 'Отчёт', 'Печать', 'Сканер', 'Проводка', 'Доступ'])
        await fileTicket(bridge.customer, { title })
      await bridge.world.settle()
      const items = (await ticketsOf(bridge.partner)).map((ticket) => ticket.itemId ?? 0)
      const [first = 0, second = 0, third = 0] = items
      await comment(bridge.partner, first, '#клиенту Смотрим.')
      await moveItem(bridge.partner, second, 'proposed')
      await moveItem(bridge.partner, third, 'rejected')
      await bridge.world.settle()
      const boss = await visit(bridge.world.appUrl, bridge.world.partner, admin)
      const now = bridge.world.clock.now()
      await multiplyTickets(database, { from: 1, to: few, now })
      const before = await measure(boss, first)
      await multiplyTickets(database, { from: few + 1, to: many, now })
      return compare(before, await measure(boss, first))
    } finally {
      await bridge.world.stop()
      rmSync(folder, { recursive: true })
    }
  },
}

const growing: Record<string, string[]> = { search: searches, 'the dashboard of a year': years }
const asked = (itemId: number) => ({ ...screens(itemId), ...growing })

type Times = Map<string, number>

async function measure(boss: Visitor, itemId: number): Promise<Times> {
  const times: Times = new Map()
  for (const [name, paths] of Object.entries(asked(itemId)))
    times.set(name, await medianMs(boss, paths))
  return times
}

/** The longest of a screen's requests counts, for they go side by side. */
async function medianMs(boss: Visitor, paths: readonly string[]): Promise<number> {
  const medians: number[] = []
  for (const path of paths) {
    const times: number[] = []
    // The first warms up; it may meet a connection that was closed while tickets were copied.
    await boss.raw('GET', path).catch(() => undefined)
    for (let round = 0; round < rounds; round += 1) {
      const startedAt = performance.now()
      const { status } = await boss.raw('GET', path)
      times.push(performance.now() - startedAt)
      if (status !== 200) throw new Error(`${path} answers ${String(status)}`)
    }
    medians.push(times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Infinity)
  }
  return Math.max(...medians)
}

function compare(before: Times, after: Times): Figure[] {
  return [...after].flatMap(([name, value]) => {
    const withFew: Figure = {
      name: `${name} with ${few.toLocaleString('en')} tickets`,
      value: before.get(name) ?? Infinity,
      unit: 'ms',
    }
    const withMany = `${name} with ${many.toLocaleString('en')} tickets`
    const slow: Figure = { name: withMany, value, unit: 'ms', target: { below: mostMs } }
    if (name in growing) return [withFew, slow]
    return [
      slow,
      {
        ...comparedWith({ name: withMany, value, unit: 'ms' }, withFew),
        target: { below: mostTimes },
      },
    ]
  })
}
