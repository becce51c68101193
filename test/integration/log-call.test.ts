import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { callDeskSchema, callLoggedSchema } from '../../shared/api/calls.ts'
import { callMeaning, type CallFact } from '../../shared/sla/call-meaning.ts'
import { defaultCalendar } from '../../shared/calendar/schema.ts'
import { fileTicket } from '../support/file-ticket.ts'
import {
  type Bridge,
  commentTexts,
  messagesOf,
  openBridge,
  ticketView,
} from '../support/open-bridge.ts'

const minuteMs = 60_000

/** §4.1 and §3.6: the engineer rings up, and what that means is the same before and after. */
describe('calls of the engineer', () => {
  let bridge: Bridge
  let itemId = 0
  let mirrorId = 0
  let anna = ''

  beforeEach(async () => {
    bridge = await openBridge()
    itemId = await fileTicket(bridge.customer, {
      title: 'Портал не открывается',
      level: 1,
      values: { consentPhone: true, consentReply: true, consentVersion: '2026-11' },
    })
    await bridge.world.settle()
    mirrorId = await bridge.mirrorOf()
    anna = (await desk()).persons.find(({ isContact }) => isContact)?.id ?? ''
  })
  afterEach(() => bridge.world.stop())

  const pathOf = (item: number) => `/api/tickets/by-item/${String(item)}/calls`
  const desk = () => bridge.partner.get(pathOf(mirrorId), callDeskSchema)
  const callNow = (changed: Record<string, unknown> = {}) => ({
    id: randomUUID(),
    startedAt: bridge.world.clock.now(),
    personId: anna,
    isReached: false,
    summary: '',
    ...changed,
  })
  const log = (call = callNow()) => bridge.partner.post(pathOf(mirrorId), callLoggedSchema, call)

  it('whom to ring up: authorised persons with their registered numbers, the ticket’s contact first', async () => {
    expect((await desk()).persons).toMatchObject([
      { name: 'Анна Лебедева', phone: '+7 495 000-00-07', isContact: true },
      { name: 'Олег Громов', isContact: false },
    ])
  })

  it('two attempts in vain, 20 minutes apart, lower the level at the second; one too early does not', async () => {
    expect((await log()).meaning.attempt).toMatchObject({ kind: 'counted', made: 1, limit: 2 })
    bridge.world.clock.advance(5 * minuteMs)
    expect((await log()).meaning.attempt).toMatchObject({ kind: 'tooEarly', made: 1 })
    bridge.world.clock.advance(15 * minuteMs)
    const { meaning } = await log()
    expect(meaning.attempt).toMatchObject({ kind: 'violated', made: 2, level: 2 })
    await bridge.world.settle()
    const { level, levelChanges } = await ticketView(bridge.customer, itemId)
    expect(level).toBe(2)
    expect(levelChanges).toMatchObject([{ from: 1, to: 2, reason: 'phoneDuty', clause: '4.1' }])
    expect((await commentTexts(bridge.customer, itemId)).join('\n')).toContain(
      'Критичность снижена до 2',
    )
  })

  it('what the desk tells beforehand is what is answered afterwards', async () => {
    await log()
    bridge.world.clock.advance(20 * minuteMs)
    const { policy, history } = await desk()
    const call = callNow()
    const draft: CallFact = {
      ...{ kind: 'call', id: 'draft', at: call.startedAt, recordedAt: call.startedAt },
      ...{ enteredAt: call.startedAt, reached: false, hasPublicSummary: false, author: '' },
    }
    const told = callMeaning({ policy, calendar: defaultCalendar }, history, draft)
    expect(told.attempt).toMatchObject({ kind: 'violated' })
    expect((await log(call)).meaning.attempt).toMatchObject({ kind: 'violated', made: 2 })
  })

  it('a call that is answered is the first contact from its start, and its summary reads as the engineer’s', async () => {
    bridge.world.clock.advance(30 * minuteMs)
    const startedAt = bridge.world.clock.now() - 10 * minuteMs
    const call = callNow({ startedAt, isReached: true, summary: 'Перезапускаем службу.' })
    expect((await log(call)).meaning).toMatchObject({
      countsAt: startedAt,
      reaction: 'met',
      isUpdate: true,
      attempt: null,
    })
    await log(call)
    await bridge.world.settle()
    expect(await messagesOf(bridge.customer, itemId)).toMatchObject([
      { by: 'partner', author: 'Иван Петров (звонок)', text: 'Перезапускаем службу.' },
    ])
    const { clocks } = await ticketView(bridge.customer, itemId)
    expect(clocks.find(({ name }) => name === 'reaction')?.stoppedAt).toBe(startedAt)
  })

  it('keeps who was rung up at which number; a stranger and a call to come are refused', async () => {
    await log()
    const [call] = (await desk()).history.filter(({ kind }) => kind === 'call')
    expect(call).toMatchObject({ person: 'Анна Лебедева', phone: '+7 495 000-00-07' })
    const send = (body: unknown) => bridge.partner.raw('POST', pathOf(mirrorId), body)
    expect(await send(callNow({ personId: 'nobody' }))).toMatchObject({
      status: 400,
      body: { field: 'personId' },
    })
    const startedAt = bridge.world.clock.now() + 5 * minuteMs
    expect(await send(callNow({ startedAt }))).toMatchObject({
      status: 400,
      body: { field: 'startedAt' },
    })
  })

  it('is the partner’s alone: the customer neither logs calls nor sees the desk', async () => {
    const asCustomer = (method: string, item: number) =>
      bridge.customer.raw(method, pathOf(item), method === 'POST' ? callNow() : undefined)
    expect(await asCustomer('POST', itemId)).toMatchObject({ status: 403 })
    expect(await asCustomer('GET', itemId)).toMatchObject({ status: 403 })
    expect(await asCustomer('POST', mirrorId + 1000)).toMatchObject({ status: 404 })
  })
})
