import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { workLogSchema } from '../../shared/api/work-log.ts'
import { billTicket } from '../../shared/billing/bill-ticket.ts'
import { agreedTerms } from '../../shared/billing/tariff.ts'
import { runRobot } from '../support/automation.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { type Bridge, openBridge, ticketsOf, ticketView } from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'

const admin = 1
const storekeeper = 8
const engineer = 5
const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** §7: what engineers did, entered once, corrected in the open, and read by both parties. */
describe('the work log', () => {
  let bridge: Bridge
  let itemId = 0
  let mirrorId = 0

  beforeEach(async () => {
    bridge = await openBridge()
    itemId = await fileTicket(bridge.customer, { title: 'Нет печати', level: 2 })
    await bridge.world.settle()
    mirrorId = await bridge.mirrorOf()
    bridge.world.clock.advance(10 * hourMs)
  })
  afterEach(() => bridge.world.stop())

  const pathOf = (item: number, rest = '') => `/api/tickets/by-item/${String(item)}/work${rest}`
  const look = (who: Visitor, item: number) => who.get(pathOf(item), workLogSchema)
  const now = () => bridge.world.clock.now()

  /** Begins so many minutes ago and lasts so many. */
  const work = (minutesAgo: number, minutes: number) => {
    const from = now() - minutesAgo * minuteMs
    return {
      id: randomUUID(),
      from,
      to: from + minutes * minuteMs,
      what: 'Переустановили драйвер печати',
      onlyOutOfHours: false,
      questionIds: [],
      endsTimer: false,
    }
  }
  type Work = ReturnType<typeof work>
  const enter = (entry: Work, item = mirrorId, who = bridge.partner) =>
    who.post(pathOf(item), workLogSchema, entry)
  const refused = (who: Visitor, item: number, rest: string, body: unknown) =>
    who.raw('POST', pathOf(item, rest), body)

  it('what an engineer enters, both parties read; sent twice it is there once', async () => {
    const entry = work(90, 30)
    await enter(entry)
    await enter(entry)
    const theirs = await look(bridge.customer, itemId)
    expect(theirs).toMatchObject({ mayWrite: false, mayObject: true, timer: null })
    expect(theirs.entries).toMatchObject([
      { id: entry.id, engineer: 'Иван Петров', what: entry.what, isOwn: false },
    ])
    expect((await look(bridge.partner, mirrorId)).entries).toMatchObject([{ isOwn: true }])
  })

  it('work across closing time has minutes of both classes', async () => {
    // It is 20:00 in Moscow; the contract's day ends at 18:00.
    await enter(work(140, 30))
    const { calendar } = await ticketView(bridge.partner, mirrorId)
    const { entries } = await look(bridge.partner, mirrorId)
    const tariff = { hourKopecks: 0, ...agreedTerms }
    expect(billTicket({ calendar, tariff }, entries).total).toEqual({
      single: 20,
      double: 10,
      night: 0,
    })
  })

  it('an engineer is in one place at a time: the other entry is named, whatever ticket it is of', async () => {
    const first = work(90, 30)
    await enter(first)
    await fileTicket(bridge.customer, { title: 'Не открывается отчёт', level: 3 })
    await bridge.world.settle()
    const other = (await ticketsOf(bridge.partner)).find((one) => one.itemId !== mirrorId)
    const overlapping = work(70, 30)
    expect(await refused(bridge.partner, other?.itemId ?? 0, '', overlapping)).toMatchObject({
      status: 409,
      body: { code: 'workOverlaps', details: { number: 1, from: first.from, to: first.to } },
    })
    // One may begin where the other one ends, and a colleague may help.
    await enter(work(60, 30), other?.itemId ?? 0)
    const maria = await visit(bridge.world.appUrl, bridge.world.partner, admin)
    await enter(work(90, 30), mirrorId, maria)
  })

  it('of two overlapping entries at the same moment one is refused', async () => {
    const answers = await Promise.all(
      [work(90, 30), work(80, 30)].map((entry) => refused(bridge.partner, mirrorId, '', entry)),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await look(bridge.partner, mirrorId)).entries).toHaveLength(1)
  })

  it('a correction keeps the earlier value and its reason, and is not made over somebody else’s', async () => {
    const { id, ...entry } = work(90, 30)
    const question = randomUUID()
    await enter({ id, ...entry })
    const correction = {
      ...entry,
      to: entry.to + 10 * minuteMs,
      revision: 1,
      reason: 'Забыл звонок',
      questionIds: [question],
    }
    const after = await bridge.partner.post(pathOf(mirrorId, `/${id}`), workLogSchema, correction)
    expect(after.entries).toMatchObject([
      {
        ...{ to: correction.to, revision: 2, questionIds: [question] },
        earlier: [{ to: entry.to, by: 'Иван Петров', reason: 'Забыл звонок' }],
      },
    ])
    expect(await refused(bridge.partner, mirrorId, `/${id}`, correction)).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    })
    expect(
      await refused(bridge.partner, mirrorId, `/${id}`, { ...correction, reason: ' ' }),
    ).toMatchObject({ status: 400, body: { field: 'reason' } })
  })

  it('what is withdrawn stays readable, counts no more and frees its time', async () => {
    const entry = work(90, 30)
    await enter(entry)
    const reason = { reason: 'Не то обращение' }
    await bridge.partner.post(pathOf(mirrorId, `/${entry.id}/withdrawal`), workLogSchema, reason)
    const { entries } = await look(bridge.customer, itemId)
    expect(entries).toMatchObject([{ withdrawn: { by: 'Иван Петров', ...reason } }])
    await enter(work(90, 30))
  })

  it('work that is still to come, or longer than a day, is refused with its field', async () => {
    expect(await refused(bridge.partner, mirrorId, '', work(10, 30))).toMatchObject({
      status: 400,
      body: { field: 'to' },
    })
    expect(await refused(bridge.partner, mirrorId, '', work(2000, 1500))).toMatchObject({
      status: 400,
      body: { field: 'to' },
    })
  })

  it('the customer’s contacts object with a reason, and the partner answers', async () => {
    const entry = work(90, 30)
    await enter(entry)
    const objection = pathOf(itemId, `/${entry.id}/objection`)
    const reason = { reason: 'Принтер чинили мы сами' }
    const pyotr = await visit(bridge.world.appUrl, bridge.world.customer, storekeeper)
    expect(await pyotr.raw('POST', objection, reason)).toMatchObject({ status: 403 })
    await bridge.customer.post(objection, workLogSchema, reason)
    expect(await bridge.customer.raw('POST', objection, reason)).toMatchObject({ status: 409 })
    await bridge.partner.post(pathOf(mirrorId, `/${entry.id}/answer`), workLogSchema, {
      reason: 'Драйвер ставили мы',
    })
    expect((await look(bridge.customer, itemId)).entries).toMatchObject([
      { objection: { ...reason, by: 'Анна Лебедева', answer: { reason: 'Драйвер ставили мы' } } },
    ])
  })

  it('only the partner’s people write, each his own entries; nobody reaches other portals’ tickets', async () => {
    const entry = work(90, 30)
    await enter(entry)
    expect(await refused(bridge.customer, itemId, '', work(50, 10))).toMatchObject({ status: 403 })
    expect(await refused(bridge.customer, itemId, '/timer', { action: 'start' })).toMatchObject({
      status: 403,
    })
    // The item's number in the other portal is nobody's here.
    expect(await bridge.customer.raw('GET', pathOf(itemId + 1000))).toMatchObject({ status: 404 })
    const maria = await visit(bridge.world.appUrl, bridge.world.partner, admin)
    const marias = work(50, 10)
    await enter(marias, mirrorId, maria)
    const path = `/${marias.id}/withdrawal`
    expect(await refused(bridge.partner, mirrorId, path, { reason: 'Х' })).toMatchObject({
      status: 403,
    })
  })

  it('a timer runs once for an engineer, survives his page, and ends with its entry', async () => {
    const act = (action: string) =>
      bridge.partner.post(pathOf(mirrorId, '/timer'), workLogSchema, { action })
    const startedAt = now()
    await act('start')
    expect(await refused(bridge.partner, mirrorId, '/timer', { action: 'start' })).toMatchObject({
      status: 409,
    })
    bridge.world.clock.advance(25 * minuteMs)
    const { timer } = await act('stop')
    expect(timer).toMatchObject({ number: 1, itemId: mirrorId })
    expect(timer?.startedAt).toBeGreaterThanOrEqual(startedAt)
    const { startedAt: from = 0, stoppedAt: to } = timer ?? {}
    await enter({ ...work(0, 0), from, to: to ?? 0, endsTimer: true })
    expect((await look(bridge.partner, mirrorId)).timer).toBeNull()
    await act('start')
    await act('discard')
    expect((await look(bridge.partner, mirrorId)).timer).toBeNull()
  })

  describe('«Записать работу»', () => {
    const on = (): [number, number] => [
      bridge.partner.session.portal.place?.entityTypeId ?? 0,
      mirrorId,
    ]
    const properties = {
      engineer: `user_${String(engineer)}`,
      minutes: '30',
      minutesAgo: '110',
      what: 'Проверили резервную копию',
      onlyOutOfHours: 'N',
    }
    const run = (changed: Record<string, string> = {}) =>
      runRobot(bridge, 'partner', {
        code: 'sla_log_work',
        on: on(),
        properties: { ...properties, ...changed },
      })

    it('enters the engineer’s work and gives back its minutes by class', async () => {
      const { returned } = await run()
      expect(returned).toEqual({ number: '1', single: '20', double: '10', error: '' })
      expect((await look(bridge.customer, itemId)).entries).toMatchObject([
        { engineer: 'Иван Петров', what: properties.what, onlyOutOfHours: false },
      ])
    })

    it('says what is wrong in words, and enters nothing', async () => {
      await run()
      expect((await run()).returned?.['error']).toContain('уже записана работа по обращению № 1')
      expect((await run({ minutes: 'много' })).returned?.['error']).toContain('«Сколько минут»')
      expect((await run({ what: '' })).returned?.['error']).toContain('заполните «Что сделано»')
      expect((await look(bridge.partner, mirrorId)).entries).toHaveLength(1)
    })
  })
})
