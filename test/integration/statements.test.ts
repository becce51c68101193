import { createHash, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filingRightSchema } from '../../shared/api/filing.ts'
import { moneySchema, statementViewSchema } from '../../shared/api/money.ts'
import { workLogSchema } from '../../shared/api/work-log.ts'
import { canonicalJson } from '../../shared/evidence/canonical-json.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { type Bridge, openBridge, ticketsOf } from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'

const admin = 1
const minuteMs = 60_000
const dayMs = 86_400_000
const november = '2026-11'
const december = '2026-12'

/** §7, §8: from the work log to a statement that both parties stand by. */
describe('the statement of a month', () => {
  let bridge: Bridge
  let maria: Visitor
  let oleg: Visitor
  let mirrorId = 0
  let contractId = ''

  beforeEach(async () => {
    bridge = await openBridge()
    await fileTicket(bridge.customer, { title: 'Нет печати', level: 2 })
    await bridge.world.settle()
    mirrorId = await bridge.mirrorOf()
    bridge.world.clock.advance(10 * 60 * minuteMs)
    maria = await visit(bridge.world.appUrl, bridge.world.partner, admin)
    oleg = await visit(bridge.world.appUrl, bridge.world.customer, admin)
    contractId = (await look(maria)).contracts[0]?.contractId ?? ''
  })
  afterEach(() => bridge.world.stop())

  const workOf = (rest = '') => `/api/tickets/by-item/${String(mirrorId)}/work${rest}`
  const monthOf = (month: string) => `/api/money/contracts/${contractId}/months/${month}`
  const look = (who: Visitor) => who.get('/api/money', moneySchema)
  const read = (who: Visitor, month = november) => who.get(monthOf(month), statementViewSchema)

  const work = (minutesAgo: number, minutes: number) => {
    const from = bridge.world.clock.now() - minutesAgo * minuteMs
    const to = from + minutes * minuteMs
    const what = 'Переустановили драйвер'
    return { id: randomUUID(), from, to, what, onlyOutOfHours: false, questionIds: [] }
  }
  type Work = ReturnType<typeof work>
  const enter = (entry: Work) =>
    bridge.partner.post(workOf(), workLogSchema, { ...entry, endsTimer: false })
  const correct = async ({ id, ...entry }: Work, minutes: number, revision: number) => {
    const to = entry.from + minutes * minuteMs
    const correction = { ...entry, to, revision, reason: 'Обсудили с клиентом' }
    return bridge.partner.post(workOf(`/${id}`), workLogSchema, correction)
  }
  const act = async (who: Visitor, action: object, month = november) => {
    await who.post(monthOf(month), statementViewSchema, action)
    while (await bridge.world.app.jobs.makeStatements());
    return read(who, month)
  }
  const refused = async (who: Visitor, action: object) =>
    (await who.raw('POST', monthOf(november), action)).status
  const closeNovember = async () => {
    await act(maria, { act: 'make' })
    await act(maria, { act: 'send' })
    await act(oleg, { act: 'accept' })
    return act(maria, { act: 'close' })
  }
  const toDecember = () => {
    bridge.world.clock.advance(9 * dayMs)
  }

  it('is made, objected to, corrected, accepted and closed, and then stands', async () => {
    const entry = work(160, 60)
    await enter(entry)
    expect((await look(maria)).contracts[0]?.months).toMatchObject([
      { month: november, state: null, unbilledMinutes: 60 },
    ])
    await act(maria, { act: 'make' })
    expect(await read(oleg)).toMatchObject({ state: null, statement: null, mayDo: [] })
    await act(maria, { act: 'send' })
    expect(await read(oleg)).toMatchObject({
      state: 'sent',
      statement: { totals: { worked: { single: 40, double: 20 } } },
      mayDo: ['accept', 'object'],
    })
    const reason = 'Работали полчаса'
    await act(oleg, { act: 'object', reason })
    await correct(entry, 30, 1)
    await act(maria, { act: 'make' })
    await act(maria, { act: 'send' })
    await act(oleg, { act: 'accept' })
    const closed = await act(maria, { act: 'close' })
    expect(closed).toMatchObject({ state: 'closed', mayDo: [] })
    expect(closed.statement?.totals.worked).toEqual({ single: 30, double: 0, night: 0 })
    expect(closed.events.map((event) => event.act)).toEqual([
      'make',
      'send',
      'object',
      'make',
      'send',
      'accept',
      'close',
    ])
    expect(closed.events[2]).toMatchObject({ by: 'Олег Громов', reason })
    const text = canonicalJson(closed.statement)
    expect(closed.hash).toBe(createHash('sha256').update(text).digest('hex'))
    expect(await refused(maria, { act: 'make' })).toBe(409)
    expect((await look(maria)).contracts[0]?.months[0]).toMatchObject({ unbilledMinutes: 0 })
  })

  it('what is corrected after it was closed goes to the next month as such', async () => {
    const entry = work(200, 30)
    await enter(entry)
    const closed = await closeNovember()
    await correct(entry, 20, 1)
    toDecember()
    const next = await act(maria, { act: 'make' }, december)
    expect(next.statement?.lines).toMatchObject([
      { month: november, worked: { single: -10 }, entries: [{ id: entry.id, revision: 2 }] },
    ])
    expect((await read(maria)).statement).toEqual(closed.statement)
  })

  it('an entry may be objected to until its month is accepted', async () => {
    const [first, second] = [work(200, 30), work(160, 30)]
    await enter(first)
    await enter(second)
    const [ticket] = await ticketsOf(bridge.customer)
    const object = (id: string) => {
      const path = `/api/tickets/by-item/${String(ticket?.itemId)}/work/${id}/objection`
      return bridge.customer.raw('POST', path, { reason: 'Не было' })
    }
    expect((await object(first.id)).status).toBe(200)
    await closeNovember()
    expect((await read(oleg)).statement?.totals.openObjections).toBe(1)
    expect(await object(second.id)).toMatchObject({ status: 409, body: { code: 'conflict' } })
  })

  it('prepaid hours pay first, and both parties see what is left', async () => {
    await enter(work(200, 30))
    const agreed = { fromMonth: november, untilMonth: december, rest: 'expires' }
    const pack = { id: randomUUID(), name: '10 часов', minutes: 600, kopecks: 3_000_000, ...agreed }
    const path = `/api/money/contracts/${contractId}/packages`
    await maria.post(path, moneySchema, pack)
    await maria.post(path, moneySchema, pack)
    expect((await oleg.raw('POST', path, { ...pack, id: randomUUID() })).status).toBe(403)
    await closeNovember()
    expect((await look(oleg)).contracts[0]?.packages).toMatchObject([
      { name: '10 часов', left: 57_000, isInForce: true },
    ])
    expect((await read(oleg)).statement?.lines[0]).toMatchObject({ paidPercentMinutes: 0 })
    const right = await bridge.customer.get('/api/filing', filingRightSchema)
    expect(right.prepaid).toBe(57_000)
  })

  it('is a matter of managers and organisational contacts, each in his turn', async () => {
    expect((await bridge.partner.raw('GET', '/api/money')).status).toBe(403)
    expect((await bridge.customer.raw('GET', monthOf(november))).status).toBe(403)
    await act(maria, { act: 'make' })
    expect(await refused(oleg, { act: 'accept' })).toBe(409)
    expect(await refused(maria, { act: 'close' })).toBe(409)
    expect(await refused(oleg, { act: 'send' })).toBe(409)
    await act(maria, { act: 'send' })
    expect(await refused(maria, { act: 'accept' })).toBe(409)
    expect(await refused(oleg, { act: 'object', reason: ' ' })).toBe(400)
    expect((await maria.raw('POST', monthOf(december), { act: 'make' })).status).toBe(400)
  })

  it('what is to be made waits in the store until a process makes it, and says how far it is', async () => {
    await enter(work(200, 30))
    await maria.post(monthOf(november), statementViewSchema, { act: 'make' })
    const waiting = { progress: { done: 0 }, statement: null, mayDo: [] }
    expect(await read(maria)).toMatchObject(waiting)
    await enter(work(160, 15))
    while (await bridge.world.app.jobs.makeStatements());
    const made = await read(maria)
    expect(made).toMatchObject({ progress: null, mayDo: ['make', 'send'] })
    expect(made.statement?.totals.worked.single).toBe(45)
  })
})
