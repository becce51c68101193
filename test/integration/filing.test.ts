import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filedSchema, filingRightSchema } from '../../shared/api/filing.ts'
import { ticketListSchema } from '../../shared/api/ticket-list.ts'
import { adminId, linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'

const bookkeeper = 7
const storekeeper = 8

const form = {
  title: 'Не проводятся накладные',
  level: 2,
  category: 'technical',
  description: 'Проводка не сохраняется.',
  impact: 'Бухгалтерия не может закрыть месяц.',
  environment: 'Битрикс24 коробка 24.300',
  contactName: 'Анна Лебедева',
  contactPhone: '+7 495 000-00-07',
  contactEmail: 'lebedeva@romashka.example',
  links: 'Нет',
  files: [{ name: 'снимок.png', base64: 'iVBORw0KGgo=' }],
  filesReason: '',
  recentChanges: '',
  consentPhone: false,
  consentReply: false,
}

/** A person whom the portal does not let make items is served by the backend. */
describe('filing for somebody', () => {
  let world: World
  let anna: Visitor

  beforeAll(async () => {
    world = await startWorld()
    await linkPortals(world)
    anna = await visit(world.appUrl, world.customer, bookkeeper)
  }, 60_000)

  afterAll(() => world.stop())

  it('the same filing makes one ticket, in the person’s name and with its file', async () => {
    const filingId = randomUUID()
    const first = await anna.post('/api/filing', filedSchema, { filingId, form })
    const again = await anna.post('/api/filing', filedSchema, { filingId, form })
    expect(again).toEqual(first)
    await world.settle()
    const { tickets } = await anna.get('/api/tickets', ticketListSchema)
    expect(tickets).toMatchObject([{ title: form.title, level: 2, stage: 'new' }])
    expect(tickets[0]?.itemId).toBe(first.itemId)
    const { item } = (await anna.call('crm.item.get', {
      entityTypeId: anna.session.portal.place?.entityTypeId,
      id: first.itemId,
    })) as { item: Record<string, unknown> }
    expect(item.createdBy).toBe(bookkeeper)
    expect(item[anna.session.portal.place?.fields.files ?? '']).toHaveLength(1)
  })

  it('the administrator is told once which right is missing', async () => {
    await anna.post('/api/filing', filedSchema, { filingId: randomUUID(), form })
    await world.settle()
    const told = world.customer
      .notifications(adminId)
      .filter(({ message }) => message.includes('Права доступа'))
    expect(told).toHaveLength(1)
  })

  it('who is not on the list is refused, whatever his tab thinks', async () => {
    const pyotr = await visit(world.appUrl, world.customer, storekeeper)
    expect((await pyotr.get('/api/filing', filingRightSchema)).refusal).toBe('unlisted')
    const { status } = await pyotr.raw('POST', '/api/filing', { filingId: randomUUID(), form })
    expect(status).toBe(403)
  })

  it('what is missing is named', async () => {
    const answer = await anna.raw('POST', '/api/filing', {
      filingId: randomUUID(),
      form: { ...form, impact: '' },
    })
    expect(answer).toMatchObject({ status: 400, body: { field: 'form.impact' } })
  })
})
