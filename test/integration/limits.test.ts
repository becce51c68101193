import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contractListSchema } from '../../shared/api/contracts.ts'
import { moneySchema } from '../../shared/api/money.ts'
import { workLogSchema } from '../../shared/api/work-log.ts'
import type { Tariff } from '../../shared/billing/tariff.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'

const admin = 1
const minuteMs = 60_000

/** An hour a month, and beyond it only with consent. */
const limits: Tariff['limits'] = { monthlyMinutes: 60, monthlyKopecks: null, needsConsent: true }

describe('the limit of a month', () => {
  let bridge: Bridge
  let maria: Visitor
  let oleg: Visitor
  let workPath = ''
  let contractId = ''

  beforeEach(async () => {
    bridge = await openBridge()
    maria = await visit(bridge.world.appUrl, bridge.world.partner, admin)
    oleg = await visit(bridge.world.appUrl, bridge.world.customer, admin)
    const { contracts } = await maria.get('/api/contracts', contractListSchema)
    const [contract] = contracts
    if (!contract) throw new Error('There is no contract')
    const { policy, calendar, tariff } = contract
    contractId = contract.id
    const agreed = { policy, calendar, tariff: { ...tariff, limits } }
    const edit = { basedOn: 1, validOn: '2026-11-23', terms: agreed }
    const { status } = await maria.raw('POST', `/api/contracts/${contract.id}/terms`, edit)
    expect(status).toBe(200)
    await fileTicket(bridge.customer, { title: 'Нет печати', level: 2 })
    await bridge.world.settle()
    workPath = `/api/tickets/by-item/${String(await bridge.mirrorOf())}/work`
    bridge.world.clock.advance(6 * 60 * minuteMs)
  })
  afterEach(() => bridge.world.stop())

  const enter = (minutesAgo: number, minutes: number) => {
    const from = bridge.world.clock.now() - minutesAgo * minuteMs
    const details = { what: 'Драйвер', onlyOutOfHours: false, questionIds: [], endsTimer: false }
    const work = { id: randomUUID(), from, to: from + minutes * minuteMs, ...details }
    return bridge.partner.raw('POST', workPath, work)
  }
  const toldTo = (portal: Bridge['world']['partner'], userId: number) =>
    portal
      .notifications(userId)
      .toSorted((a, b) => a.id - b.id)
      .map(({ message }) => message)
      .filter((text) => text.includes('лимит'))
  const limitOf = async (who: Visitor) =>
    (await who.get('/api/money', moneySchema)).contracts[0]?.limit

  it('both parties are told at 80 and at 100 per cent, once', async () => {
    await enter(300, 50)
    await enter(240, 1)
    await bridge.world.settle()
    const { partner, customer } = bridge.world
    expect(toldTo(customer, admin)).toEqual([expect.stringContaining('80 %')])
    expect(toldTo(partner, admin)).toEqual([expect.stringContaining('80 %')])
    expect(await limitOf(oleg)).toMatchObject({ percent: 85, needsConsent: false })
    await enter(200, 10)
    await bridge.world.settle()
    expect(toldTo(customer, admin)).toEqual([
      expect.stringContaining('80 %'),
      expect.stringContaining('израсходован'),
    ])
  })

  it('used up, work goes on when a contact consents; what was done before is entered', async () => {
    await enter(300, 60)
    bridge.world.clock.advance(30 * minuteMs)
    const consentNeeded = { status: 409, body: { code: 'consentNeeded' } }
    expect(await enter(20, 10)).toMatchObject(consentNeeded)
    const start = () => bridge.partner.raw('POST', `${workPath}/timer`, { action: 'start' })
    expect(await start()).toMatchObject(consentNeeded)
    expect((await enter(200, 10)).status).toBe(200)
    const path = `/api/money/contracts/${contractId}/months/2026-11/consent`
    expect((await maria.raw('POST', path)).status).toBe(403)
    await oleg.post(path, moneySchema)
    expect(await limitOf(maria)).toMatchObject({
      needsConsent: false,
      consent: { by: 'Олег Громов' },
    })
    expect((await oleg.raw('POST', path)).status).toBe(409)
    expect((await enter(20, 10)).status).toBe(200)
    await bridge.partner.post(`${workPath}/timer`, workLogSchema, { action: 'start' })
  })
})
