import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditPageSchema } from '../../shared/api/audit.ts'
import type { ContractDetails } from '../../shared/api/contract-life.ts'
import { type Contract, contractListSchema, contractSchema } from '../../shared/api/contracts.ts'
import { filingRightSchema } from '../../shared/api/filing.ts'
import { contractDetails } from '../support/contract-details.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import {
  type Bridge,
  commentTexts,
  openBridge,
  ticketsOf,
  ticketView,
} from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'

const engineer = 5
const dayMs = 24 * 60 * 60_000

/** §1, §3.2: what a contract covers, until when, and what becomes of tickets that it does not. */
describe('the life of a contract', () => {
  let bridge: Bridge
  let admin: Visitor
  let contract: Contract

  beforeEach(async () => {
    // Monday 23 November, 10:00 in Moscow.
    bridge = await openBridge()
    admin = await visit(bridge.world.appUrl, bridge.world.partner, adminId)
    const [first] = (await admin.get('/api/contracts', contractListSchema)).contracts
    contract = contractSchema.parse(first)
  })
  afterEach(() => bridge.world.stop())

  const pathOf = (what: string) => `/api/contracts/${contract.id}/${what}`
  const change = (details: Partial<ContractDetails>) =>
    admin.post(pathOf('details'), contractSchema, contractDetails(details))
  const refusal = async () => (await bridge.customer.get('/api/filing', filingRightSchema)).refusal
  const told = () => bridge.world.partner.notifications(adminId).map(({ message }) => message)

  async function filed(title: string) {
    const itemId = await fileTicket(bridge.customer, { title, level: 2 })
    await bridge.world.settle()
    const row = (await ticketsOf(bridge.partner)).find((one) => one.title === title)
    return { itemId, stage: row?.stage, reason: await reasonOf(row?.itemId ?? 0) }
  }
  const reasonOf = async (itemId: number) =>
    (await ticketView(bridge.partner, itemId)).decisionReason

  it.each([
    ['licenceEnded', { licenceUntil: '2026-11-22' }, 'срок лицензии'],
    ['ended', { endsOn: '2026-11-22' }, 'срок соглашения закончился'],
    ['notStarted', { startsOn: '2026-11-24' }, 'срок соглашения ещё не начался'],
  ])(
    '%s: the tab says so, and what comes all the same waits for a decision',
    async (reason, limits, words) => {
      expect(await refusal()).toBeNull()
      const { life } = await change(limits)
      expect(life).toMatchObject({ ...limits, standing: reason })
      expect(await refusal()).toBe(reason)
      const ticket = await filed('Не открывается портал')
      expect(ticket).toMatchObject({ stage: 'decision', reason })
      expect((await commentTexts(bridge.customer, ticket.itemId)).join('\n')).toContain(words)
    },
  )

  it('it ends by its date, without anybody’s doing, and the log says so once', async () => {
    await change({ endsOn: '2026-11-24' })
    expect(await filed('В срок')).toMatchObject({ stage: 'new', reason: null })
    bridge.world.clock.advance(2 * dayMs)
    expect(await filed('После срока')).toMatchObject({ stage: 'decision', reason: 'ended' })
    await bridge.world.app.jobs.watchContracts()
    await bridge.world.app.jobs.watchContracts()
    const { entries } = await admin.get('/api/audit?subject=contract', auditPageSchema)
    expect(entries.filter(({ code }) => code === 'contract.ended')).toMatchObject([
      { by: null, after: { endsOn: '2026-11-24' } },
    ])
  })

  it('it ends by hand with a reason, and goes on when it is renewed', async () => {
    const reason = { reason: 'Клиент расторг соглашение' }
    expect((await admin.raw('POST', pathOf('end'), { reason: ' ' })).status).toBe(400)
    const { life } = await admin.post(pathOf('end'), contractSchema, reason)
    expect(life).toMatchObject({ standing: 'ended', ended: { by: 'Мария Соколова', ...reason } })
    expect(await refusal()).toBe('ended')
    expect((await admin.raw('POST', pathOf('end'), reason)).status).toBe(409)
    const late = { endsOn: '2026-11-22', reason: 'Передумал' }
    expect(await admin.raw('POST', pathOf('renewal'), late)).toMatchObject({
      status: 400,
      body: { field: 'endsOn' },
    })
    const renewal = { endsOn: '2027-11-22', reason: 'Допсоглашение № 2' }
    await admin.post(pathOf('renewal'), contractSchema, renewal)
    expect(await refusal()).toBeNull()
    const { entries } = await admin.get('/api/audit?subject=contract&limit=2', auditPageSchema)
    expect(entries).toMatchObject([
      { code: 'contract.renewed', after: renewal },
      { code: 'contract.ended', by: { name: 'Мария Соколова' }, after: reason },
    ])
  })

  it('the partner is warned a month and a week before an end and when it has come, each once', async () => {
    await change({ endsOn: '2026-12-20', licenceUntil: '2027-02-01' })
    const watch = async () => {
      await bridge.world.app.jobs.watchContracts()
      await bridge.world.app.jobs.watchContracts()
      await bridge.world.settle()
      return told().filter((text) => text.includes('20.12.2026')).length
    }
    expect(await watch()).toBe(1)
    bridge.world.clock.advance(21 * dayMs)
    expect(await watch()).toBe(2)
    bridge.world.clock.advance(6 * dayMs)
    expect(await watch()).toBe(3)
    bridge.world.clock.advance(dayMs)
    expect(await watch()).toBe(4)
    expect(told().join('\n')).toContain('Новые обращения ждут вашего решения')
    expect(told().join('\n')).not.toContain('01.02.2027')
  })

  it('name and place are changed, dates in the wrong order are refused, and strangers change nothing', async () => {
    const changed = await change({ customerName: 'АО «Ромашка»', place: 'Москва, Полевая, 1' })
    expect(changed).toMatchObject({
      customerName: 'АО «Ромашка»',
      life: { place: 'Москва, Полевая, 1' },
    })
    const crossed = contractDetails({ startsOn: '2026-12-02', endsOn: '2026-12-01' })
    expect(await admin.raw('POST', pathOf('details'), crossed)).toMatchObject({
      status: 400,
      body: { field: 'endsOn' },
    })
    const { appUrl, partner, customer } = bridge.world
    const strangers = [
      await visit(appUrl, partner, engineer),
      await visit(appUrl, customer, adminId),
    ]
    for (const stranger of strangers)
      for (const what of ['details', 'end', 'renewal'])
        expect((await stranger.raw('POST', pathOf(what), contractDetails())).status).toBe(403)
  })
})
