import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import { openDb } from '../../server/db/open-db.ts'
import { ticketPage } from '../../server/db/ticket-list-store.ts'
import type { Ticket } from '../../server/db/tickets-store.ts'
import { createViewTickets } from '../../server/usecases/view-tickets.ts'
import {
  mostCounted,
  type TicketList,
  type TicketListQuery,
  ticketListQuerySchema,
  viewsOf,
} from '../../shared/api/ticket-list.ts'
import { defaultCalendar } from '../../shared/calendar/schema.ts'
import { clockState, computeClocks, type SlaClock } from '../../shared/sla/clocks.ts'
import type { Fact } from '../../shared/sla/history.ts'
import type { Level } from '../../shared/sla/level.ts'
import { nextClock } from '../../shared/sla/next-clock.ts'
import { defaultPolicy } from '../../shared/sla/policy.ts'
import type { Stage } from '../../shared/ticket/stages.ts'
import { contract, noon, portal, terms } from '../support/records.ts'
import { ticket } from '../support/readings.ts'
import { databaseKinds, type TestDatabase } from '../support/start-database-kinds.ts'

const total = 10_000
const engineerId = 5
const minute = 60_000
const query = (over: Record<string, string> = {}): TicketListQuery =>
  ticketListQuerySchema.parse(over)

/** Nine of ten are closed, every hundredth waits for the customer; one was filed each minute. */
function ticketNumber(number: number): Ticket {
  const registeredAt = noon - (total - number) * minute
  const level = ((number % 3) + 2) as Level
  const stage: Stage = number % 100 === 10 ? 'waiting' : number % 10 === 0 ? 'new' : 'closed'
  const facts: Fact[] = [
    {
      kind: 'registered',
      id: 'item',
      at: registeredAt,
      recordedAt: registeredAt,
      level,
      consents: false,
      channel: 'portal',
    },
  ]
  if (stage !== 'new')
    facts.push({ kind: 'stage', id: 's', at: noon, recordedAt: noon, stage, by: 'partner' })
  return ticket({
    id: `t${String(number)}`,
    number,
    level,
    stage,
    registeredAt,
    title: number % 1000 === 3 ? 'Печать ЭТИКЕТОК 100%' : 'Касса',
    itemIds: { customer: number, partner: number },
    clocks: computeClocks(defaultPolicy, defaultCalendar, facts),
  })
}

describe.each(databaseKinds)('a list of ten thousand tickets in $kind', ({ kind, start }) => {
  let database: TestDatabase
  let db: Database
  let late = 0
  let list: (memberId: string, over?: Record<string, string>) => Promise<TicketList>

  beforeAll(async () => {
    database = await start()
    db = database.db
    await db.portals.save(portal())
    await db.portals.save(portal({ memberId: 'martinsoft', role: 'partner' }))
    await db.portals.save(portal({ memberId: 'lyutik', host: 'lyutik.example' }))
    const own = contract({ customerMemberId: 'romashka', state: 'active' })
    await db.contracts.add(own, terms(), [])
    const others = { id: 'c2', customerName: 'АО «Лютик»', customerMemberId: 'lyutik' }
    await db.contracts.add(contract({ ...others, state: 'active' }), terms(), [])
    await db.transaction(async (stores) => {
      for (let number = 1; number <= total; number++) {
        const added = await stores.tickets.add(ticketNumber(number))
        const isLate = (clock: SlaClock) =>
          clock.stoppedAt === undefined && clockState(clock, noon) === 'breached'
        if (added.clocks.clocks.some(isLate)) late += 1
      }
      const memberIds = { customer: 'lyutik', partner: 'martinsoft' }
      const itemIds = { customer: 1, partner: total + 1 }
      await stores.tickets.add({
        ...ticketNumber(7),
        id: 'other',
        contractId: 'c2',
        memberIds,
        itemIds,
      })
    })
    const view = createViewTickets({ db, clock: { now: () => noon } })
    list = (memberId, over) => view.list({ memberId, userId: engineerId }, query(over))
  }, 120_000)

  afterAll(() => database.close())

  it('comes fifty at a time, in one order, each ticket once', async () => {
    const seen: TicketList['tickets'] = []
    let next: string | null = null
    do {
      const page: TicketList = await list('romashka', {
        view: 'open',
        sort: 'due',
        ...(next !== null && { after: next }),
      })
      expect(page.tickets.length).toBeLessThanOrEqual(50)
      seen.push(...page.tickets)
      next = page.next
    } while (next !== null)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(1000)
    const dues = seen.map(({ clocks }) => nextClock(clocks)?.dueAt ?? Infinity)
    expect(dues).toEqual(dues.toSorted((a, b) => a - b))
  })

  it('a page goes on behind the ticket it ended with, whatever comes or goes meanwhile', async () => {
    const first = await list('romashka', { view: 'over' })
    const after = first.next ?? ''
    const second = await list('romashka', { view: 'over', after })
    const newest = first.tickets[0]
    const known = await db.tickets.find(newest?.id ?? '')
    if (!known) throw new Error('The list named no ticket')
    const saved = await db.tickets.save({ ...known, stage: 'inWork' })
    const again = await list('romashka', { view: 'over', after })
    expect(again.tickets.map(({ id }) => id)).toEqual(second.tickets.map(({ id }) => id))
    await db.tickets.save({ ...saved, stage: 'closed' })
  })

  it('is counted and narrowed by who waits, what is late and how critical it is', async () => {
    const { counts, tickets } = await list('romashka', { view: 'overdue', sort: 'due' })
    expect(counts).toMatchObject({ all: mostCounted, over: mostCounted, open: 1000 })
    expect(counts).toMatchObject({ awaiting: 100, overdue: Math.min(late, mostCounted) })
    const states = tickets.map(({ clocks }) => clocks.map((clock) => clockState(clock, noon)))
    expect(states.every((known) => known.includes('breached'))).toBe(true)
    const awaiting = await list('romashka', { view: 'awaiting' })
    expect(new Set(awaiting.tickets.map(({ stage }) => stage))).toEqual(new Set(['waiting']))
    const level = await list('romashka', { view: 'open', level: '3' })
    expect(new Set(level.tickets.map((row) => row.level))).toEqual(new Set([3]))
  })

  it.each([
    ['этикеток печать', 10],
    ['100%', 10],
    ['_', 0],
    ['№9003', 1],
    ["' or 1=1 --", 0],
  ])(
    'is searched for %o in any letter case, and nothing in it is a pattern',
    async (search, found) => {
      expect((await list('romashka', { search })).tickets).toHaveLength(found)
    },
  )

  it('shows a portal its own tickets only, and the partner those of all his customers', async () => {
    expect((await list('lyutik')).tickets.map(({ id }) => id)).toEqual(['other'])
    expect((await list('martinsoft', { search: 'лютик' })).tickets).toMatchObject([
      { id: 'other', customerName: 'АО «Лютик»' },
    ])
    expect((await list('romashka', { search: 'лютик' })).tickets).toEqual([])
    expect((await list('nobody')).tickets).toEqual([])
  })

  it.runIf(kind === 'SQLite').each(
    (['customer', 'partner'] as const).flatMap((side) =>
      viewsOf(side)
        .filter((view) => view !== 'overdue')
        .map((view) => [view, side] as const),
    ),
  )('«%s» of a %s is read from an index in its order and never sorted', async (view, side) => {
    const plain = await openDb({ file: ':memory:' })
    const owner = { memberId: 'any', side, userId: engineerId, customerNames: new Map() }
    const asked = query({ sort: 'due', view, after: '1:t1', search: 'касса' })
    const page = ticketPage(plain, owner, { query: asked, limit: 50, now: noon })
    const { sql, parameters } = page.compile()
    const raw = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters])
    const { rows } = await plain.executeQuery<{ detail: string }>(raw)
    expect(rows.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(
        new RegExp(`^SEARCH ticket_list USING INDEX \\w+_${side}_(?:\\w+_)?due_order`),
      ),
    ])
    await plain.destroy()
  })
})
