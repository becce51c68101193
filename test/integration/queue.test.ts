import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ticketFiltersSchema, ticketListSchema } from '../../shared/api/ticket-list.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { type Bridge, moveItem, openBridge, updateItem } from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'

const storekeeper = 8
const engineerId = 5
const bossId = 1

/** What engineers work through: everything owed next, across all customers. */
describe('the queue', () => {
  let bridge: Bridge
  let engineer: Visitor

  beforeEach(async () => {
    bridge = await openBridge()
    engineer = bridge.partner
    for (const title of ['Касса', 'Отчёт']) await fileTicket(bridge.customer, { title })
    const stranger = await visit(bridge.world.appUrl, bridge.world.customer, storekeeper)
    await fileTicket(stranger, { title: 'Чужое' })
    await bridge.world.settle()
  })
  afterEach(() => bridge.world.stop())

  const look = (query = '') => engineer.get(`/api/tickets?sort=due&${query}`, ticketListSchema)
  const titles = async (query: string) => {
    const { tickets } = await look(query)
    return tickets.map(({ title }) => title.replace(/^.*] /, '')).sort()
  }
  const itemOf = async (title: string): Promise<number> => {
    const { tickets } = await look('view=all')
    return tickets.find((ticket) => ticket.title.endsWith(title))?.itemId ?? 0
  }
  const answer = async (title: string, text: string) => {
    const entityType = `dynamic_${String(engineer.session.portal.place?.entityTypeId)}`
    const at = { ENTITY_TYPE: entityType, ENTITY_ID: await itemOf(title) }
    await engineer.call('crm.timeline.comment.add', { fields: { ...at, COMMENT: text } })
    await bridge.world.settle()
  }

  it('sorts tickets by what is owed next, and counts them', async () => {
    expect(await titles('view=reaction')).toEqual(['Касса', 'Отчёт'])
    expect(await titles('view=decision')).toEqual(['Чужое'])

    await answer('Касса', '#клиенту Смотрим.')
    expect(await titles('view=reaction')).toEqual(['Отчёт'])
    expect(await titles('view=update')).toEqual(['Касса'])

    await moveItem(engineer, await itemOf('Касса'), 'waiting')
    await bridge.world.settle()
    expect(await titles('view=awaiting')).toEqual(['Касса'])
    expect((await look()).counts).toEqual({
      ...{ all: 3, open: 3, over: 0, mine: 0, overdue: 0 },
      ...{ reaction: 1, update: 1, awaiting: 1, decision: 1 },
    })
  })

  it('says how much working time is left where the hours between are closed', async () => {
    const friday = Date.parse('2026-11-27T16:00+03:00')
    bridge.world.clock.advance(friday - bridge.world.clock.now())
    await fileTicket(bridge.customer, { title: 'Пятница', level: 2 })
    await bridge.world.settle()
    const { tickets } = await look('view=reaction')
    const late = tickets.find(({ title }) => title.endsWith('Пятница'))
    expect(Math.round((late?.workingLeftMs ?? 0) / 60_000)).toBe(4 * 60)
  })

  it('a ticket is nobody’s until somebody is given it, and then his', async () => {
    expect(await titles('view=open&assignee=0')).toEqual(['Касса', 'Отчёт', 'Чужое'])
    await updateItem(engineer, await itemOf('Отчёт'), { assignedById: engineerId })
    await bridge.world.settle()

    expect(await titles('view=mine')).toEqual(['Отчёт'])
    const [mine] = (await look('view=mine')).tickets
    expect(mine?.assignee).toEqual({ id: engineerId, name: 'Иван Петров' })
    expect(await titles(`view=open&assignee=${String(engineerId)}`)).toEqual(['Отчёт'])
    const boss = await visit(bridge.world.appUrl, bridge.world.partner, bossId)
    expect((await boss.get('/api/tickets?view=mine', ticketListSchema)).tickets).toEqual([])
  })

  it('is narrowed by customer and person, whom the customer’s people do not learn of', async () => {
    const { contracts, people } = await engineer.get('/api/tickets/filters', ticketFiltersSchema)
    expect(contracts.map(({ customerName }) => customerName)).toEqual(['ООО «Ромашка»'])
    expect(people.map(({ name }) => name)).toContain('Иван Петров')
    expect(await titles(`view=open&contract=${contracts[0]?.id ?? ''}`)).toHaveLength(3)
    expect(await titles('view=open&contract=another')).toEqual([])

    await updateItem(engineer, await itemOf('Отчёт'), { assignedById: engineerId })
    await bridge.world.settle()
    const theirs = await bridge.customer.get('/api/tickets/filters', ticketFiltersSchema)
    expect(theirs).toEqual({ contracts: [], people: [] })
    const { tickets } = await bridge.customer.get('/api/tickets', ticketListSchema)
    expect(tickets.map(({ assignee }) => assignee)).toEqual([null, null, null])
  })
})
