import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Basket, basketSchema, ticketQuestionsSchema } from '../../shared/api/basket.ts'
import { ticketListSchema } from '../../shared/api/ticket-list.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'

const bookkeeper = 7
const storekeeper = 8
const engineer = 5

/** §8: questions collect, go as one ticket with one minimum, and are ticked one by one. */
describe('the basket', () => {
  let world: World
  /** Authorised. */
  let anna: Visitor
  /** Any employee. */
  let pyotr: Visitor
  let ivan: Visitor

  beforeAll(async () => {
    world = await startWorld()
    await linkPortals(world)
    anna = await visit(world.appUrl, world.customer, bookkeeper)
    pyotr = await visit(world.appUrl, world.customer, storekeeper)
    ivan = await visit(world.appUrl, world.partner, engineer)
  }, 60_000)

  afterAll(() => world.stop())

  const put = (who: Visitor, text: string) => who.post('/api/basket', basketSchema, { text })
  const look = (who: Visitor) => who.get('/api/basket', basketSchema)
  const textsIn = ({ questions }: Basket) => questions.map(({ text }) => text)
  const idOf = ({ questions }: Basket, text: string) =>
    questions.find((question) => question.text === text)?.id ?? ''
  const refusal = async (who: Visitor, path: string, body: unknown) =>
    (await who.raw('POST', path, body)).status

  it('any employee adds questions, and changes only his own', async () => {
    await put(anna, 'Как закрыть месяц?')
    const seen = await put(pyotr, 'Где журнал?')
    expect(seen.maySend).toBe(false)
    expect(seen.questions.map(({ author, mayChange }) => ({ author, mayChange }))).toEqual([
      { author: anna.session.user.name, mayChange: false },
      { author: pyotr.session.user.name, mayChange: true },
    ])
    expect(
      await refusal(pyotr, `/api/basket/${idOf(seen, 'Как закрыть месяц?')}`, { text: 'Х' }),
    ).toBe(403)
    const own = `/api/basket/${idOf(seen, 'Где журнал?')}`
    expect(textsIn(await pyotr.post(own, basketSchema, { text: 'Где журнал событий?' }))).toContain(
      'Где журнал событий?',
    )
    expect(await pyotr.raw('POST', '/api/basket', { text: '  ' })).toMatchObject({
      status: 400,
      body: { field: 'text' },
    })
  })

  it('an authorised person orders them; what came meanwhile stays behind', async () => {
    const before = await look(anna)
    const last = idOf(before, 'Где журнал событий?')
    await put(pyotr, 'Третий вопрос')
    const after = await anna.post('/api/basket/order', basketSchema, {
      ids: [last, idOf(before, 'Как закрыть месяц?')],
    })
    expect(textsIn(after)).toEqual(['Где журнал событий?', 'Как закрыть месяц?', 'Третий вопрос'])
    expect(await refusal(pyotr, '/api/basket/order', { ids: [last] })).toBe(403)
  })

  it('what is sent leaves the basket when its ticket is registered, and not before', async () => {
    const { questions } = await look(anna)
    const ids = questions.slice(0, 2).map(({ id }) => id)
    const filingId = randomUUID()
    expect(await refusal(pyotr, '/api/basket/filing', { filingId, ids })).toBe(403)
    await anna.post('/api/basket/filing', z.object({}), { filingId, ids })
    expect((await look(anna)).questions).toHaveLength(3)

    const itemId = await fileTicket(anna, { title: 'Накопленные вопросы: 2', xmlId: filingId })
    await world.settle()
    expect(textsIn(await look(anna))).toEqual(['Третий вопрос'])
    const path = `/api/tickets/by-item/${String(itemId)}/questions`
    const { questions: sent } = await anna.get(path, ticketQuestionsSchema)
    expect(sent.map(({ text }) => text)).toEqual(['Где журнал событий?', 'Как закрыть месяц?'])
    // Nobody sends the same question twice.
    expect(await refusal(anna, '/api/basket/filing', { filingId: randomUUID(), ids })).toBe(409)
  })

  it('the engineer ticks one, and both see it', async () => {
    const { tickets } = await ivan.get('/api/tickets', ticketListSchema)
    const path = `/api/tickets/by-item/${String(tickets[0]?.itemId)}/questions`
    const { questions } = await ivan.get(path, ticketQuestionsSchema)
    const tick = (isAnswered: boolean) =>
      ivan.post(`${path}/${questions[0]?.id ?? ''}`, ticketQuestionsSchema, { isAnswered })
    const by = ivan.session.user.name
    expect((await tick(true)).questions.map(({ answeredBy }) => answeredBy)).toEqual([by, null])
    const own = await anna.get('/api/tickets', ticketListSchema)
    const ownPath = `/api/tickets/by-item/${String(own.tickets[0]?.itemId)}/questions`
    expect((await anna.get(ownPath, ticketQuestionsSchema)).questions[0]?.answeredBy).toBe(by)
    expect((await tick(false)).questions[0]?.answeredAt).toBeNull()
  })

  it('the partner has no basket, and nobody sees questions of a stranger’s item', async () => {
    expect((await ivan.raw('GET', '/api/basket')).status).toBe(404)
    expect(await anna.get('/api/tickets/by-item/9999/questions', ticketQuestionsSchema)).toEqual({
      questions: [],
    })
    expect(await refusal(anna, '/api/tickets/by-item/9999/questions/1', { isAnswered: true })).toBe(
      404,
    )
  })
})
