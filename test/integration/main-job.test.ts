import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ticketListSchema } from '../../shared/api/ticket-list.ts'
import { filingRightSchema } from '../../shared/api/filing.ts'
import { ticketViewSchema } from '../../shared/api/tickets.ts'
import { clockState } from '../../shared/sla/clocks.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { adminId, linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'

const hour = 60 * 60_000
const bookkeeper = 7
const engineer = 5

/** The main job told once, in order: each story goes on where the one before ended. */
describe('a ticket between two portals', () => {
  let world: World
  let customer: Visitor
  let partner: Visitor
  let itemId: number
  let mirrorId: number

  beforeAll(async () => {
    // A Monday morning in Moscow.
    world = await startWorld({ startsAt: '2026-11-23T07:00:00Z' })
    await linkPortals(world)
    customer = await visit(world.appUrl, world.customer, bookkeeper)
    partner = await visit(world.appUrl, world.partner, engineer)
  }, 60_000)

  afterAll(() => world.stop())

  const view = async (person: Visitor, id: number) => {
    const { ticket } = await person.get(`/api/tickets/by-item/${String(id)}`, ticketViewSchema)
    if (!ticket) throw new Error('The item is not registered')
    return ticket
  }

  const itemOf = async (portal: World['partner'], id: number) => {
    const person = portal === world.partner ? partner : customer
    const { body } = await portal.callAsUser(adminId, 'crm.item.get', {
      entityTypeId: person.session.portal.place?.entityTypeId,
      id,
    })
    return z
      .object({
        result: z.object({ item: z.looseObject({ title: z.string(), stageId: z.string() }) }),
      })
      .parse(body).result.item
  }

  const commentsOf = async (portal: World['partner'], id: number) => {
    const person = portal === world.partner ? partner : customer
    const { body } = await portal.callAsUser(adminId, 'crm.timeline.comment.list', {
      filter: {
        ENTITY_TYPE: `dynamic_${String(person.session.portal.place?.entityTypeId)}`,
        ENTITY_ID: id,
      },
      order: { ID: 'ASC' },
    })
    return z
      .object({ result: z.array(z.object({ COMMENT: z.string() })) })
      .parse(body)
      .result.map((row) => row.COMMENT)
  }

  it('when an authorised person looks at the agreement, then he may file', async () => {
    const { refusal, contract } = await customer.get('/api/filing', filingRightSchema)
    expect(refusal).toBeNull()
    expect(contract?.customerName).toBe('ООО «Ромашка»')
  })

  it('when the tab makes an item and hints twice, then one ticket is registered, mirrored and answered', async () => {
    itemId = await fileTicket(customer, {
      title: 'Не проводятся накладные',
      level: 2,
      values: { files: [{ name: 'снимок.png', base64: 'iVBORw0KGgo=' }], filesReason: '' },
    })
    await customer.raw('POST', '/api/tickets/hint', { itemId })
    await world.settle()

    const { tickets } = await customer.get('/api/tickets', ticketListSchema)
    expect(tickets.map((ticket) => [ticket.number, ticket.level, ticket.stage])).toEqual([
      ['1', 2, 'new'],
    ])
    const mirrored = await partner.get('/api/tickets', ticketListSchema)
    mirrorId = z.number().parse(mirrored.tickets[0]?.itemId)
    const mirror = await itemOf(world.partner, mirrorId)
    expect(mirror.title).toBe('№ 1 · Не проводятся накладные')
    const fields = partner.session.portal.place?.fields ?? {}
    expect(mirror[fields.description ?? '']).toBe('Проводка не сохраняется, в журнале ошибка.')
    expect(mirror[fields.files ?? '']).toHaveLength(1)
    const comments = await commentsOf(world.customer, itemId)
    expect(comments).toHaveLength(1)
    expect(comments[0]).toContain('Обращение № 1 зарегистрировано. Реакция — не позднее')
  })

  it('the reaction clock runs until four working hours after registration', async () => {
    const { clocks, registeredAt } = await view(partner, mirrorId)
    const reaction = clocks.find((clock) => clock.name === 'reaction')
    expect(reaction).toMatchObject({ owedBy: 'partner', dueAt: registeredAt + 4 * hour })
  })

  it('an ordinary comment of the engineer stays internal', async () => {
    await comment(partner, mirrorId, 'Похоже на права доступа, посмотрю журнал.')
    await world.settle()
    expect(await commentsOf(world.customer, itemId)).toHaveLength(1)
    expect((await view(customer, itemId)).messages).toEqual([])
  })

  it('when he writes with the public mark, then it arrives and the reaction is met at its own time', async () => {
    world.clock.advance(hour)
    await comment(partner, mirrorId, '#клиенту Добрый день! Проверяем права доступа.')
    await world.settle()

    const comments = await commentsOf(world.customer, itemId)
    expect(comments[1]).toContain('Иван Петров')
    expect(comments[1]).toContain('Добрый день! Проверяем права доступа.')
    expect(comments[1]).not.toContain('#клиенту')
    const ticket = await view(customer, itemId)
    const reaction = ticket.clocks.find((clock) => clock.name === 'reaction')
    expect(reaction?.stoppedAt).toBe(ticket.messages[0]?.at)
    const update = ticket.clocks.find((clock) => clock.name === 'statusUpdate')
    expect(update?.startedAt).toBe(ticket.messages[0]?.at)
    expect(ticket.messages[0]).toMatchObject({ by: 'partner', author: 'Иван Петров' })
  })

  it('when the customer answers in his card, then it arrives at the partner once', async () => {
    await comment(customer, itemId, 'Спасибо, ждём. Ошибка осталась.')
    await world.settle()
    await world.settle()
    const comments = await commentsOf(world.partner, mirrorId)
    expect(comments.filter((text) => text.includes('Ошибка осталась'))).toHaveLength(1)
    expect(comments.at(-1)).toContain('Анна Лебедева')
  })

  it('when the partner closes his item, then the customer’s closes and the clocks stop', async () => {
    const { place } = partner.session.portal
    await partner.call('crm.item.update', {
      entityTypeId: place?.entityTypeId,
      id: mirrorId,
      fields: { stageId: place?.stages.closed },
    })
    await world.settle()
    const item = await itemOf(world.customer, itemId)
    expect(item.stageId).toBe(customer.session.portal.place?.stages.closed)
    const ticket = await view(customer, itemId)
    expect(ticket.stage).toBe('closed')
    const states = ticket.clocks.map((clock) => clockState(clock, world.clock.now() + 1000 * hour))
    expect(states).not.toContain('running')
    expect(states).not.toContain('breached')
  })
})
