import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contractListSchema } from '../../shared/api/contracts.ts'
import { invoiceViewSchema } from '../../shared/api/invoices.ts'
import { statementViewSchema } from '../../shared/api/money.ts'
import { workLogSchema } from '../../shared/api/work-log.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'

const admin = 1
const minuteMs = 60_000
const invoiceType = 31

const itemsSchema = z.object({
  items: z.array(
    z.looseObject({
      ...{ id: z.number(), stageId: z.string(), categoryId: z.number() },
      ...{ opportunity: z.number(), taxValue: z.number(), companyId: z.number() },
    }),
  ),
})

/** A statement that both parties agree on becomes an invoice in the partner's portal. */
describe('the invoice of a statement', () => {
  let bridge: Bridge
  let maria: Visitor
  let oleg: Visitor
  let month = ''
  let company = { kind: 'company' as const, id: 0, title: 'ООО «Ромашка»' }

  beforeEach(async () => {
    bridge = await openBridge()
    const { world } = bridge
    maria = await visit(world.appUrl, world.partner, admin)
    oleg = await visit(world.appUrl, world.customer, admin)
    const { contracts } = await maria.get('/api/contracts', contractListSchema)
    const [contract] = contracts
    if (!contract) throw new Error('There is no contract')
    const { policy, calendar } = contract
    const vat = { kind: 'onTop', percent: 22 } as const
    const tariff = { ...contract.tariff, hourKopecks: 333_333, vat }
    const terms = { policy, calendar, tariff }
    const edit = { basedOn: 1, validOn: '2026-11-23', terms }
    expect(await maria.raw('POST', `/api/contracts/${contract.id}/terms`, edit)).toMatchObject({
      status: 200,
    })
    // Portals keep whole seconds: the ticket comes after the terms.
    world.clock.advance(minuteMs)
    await fileTicket(bridge.customer, { title: 'Нет печати', level: 2 })
    await world.settle()
    const work = `/api/tickets/by-item/${String(await bridge.mirrorOf())}/work`
    world.clock.advance(6 * 60 * minuteMs)
    const from = world.clock.now() - 300 * minuteMs
    await bridge.partner.post(work, workLogSchema, {
      ...{ id: randomUUID(), from, to: from + 37 * minuteMs, what: 'Драйвер' },
      ...{ onlyOutOfHours: false, questionIds: [], endsTimer: false },
    })
    month = `/api/money/contracts/${contract.id}/months/2026-11`
    const added = await maria.call('crm.item.add', {
      ...{ entityTypeId: 4, fields: { title: company.title } },
    })
    company = {
      ...company,
      id: z.object({ item: z.object({ id: z.number() }) }).parse(added).item.id,
    }
  })
  afterEach(() => bridge.world.stop())

  const act = async (who: Visitor, name: string) => {
    await who.post(month, statementViewSchema, { act: name })
    while (await bridge.world.app.jobs.makeStatements());
  }
  const agree = async () => {
    await act(maria, 'make')
    await act(maria, 'send')
    await act(oleg, 'accept')
    return (await maria.get(month, statementViewSchema)).statement!
  }
  const look = () => maria.get(`${month}/invoice`, invoiceViewSchema)
  const ask = (who = maria) => who.raw('POST', `${month}/invoice`, { client: company })
  const invoices = async () => {
    const found = await maria.call('crm.item.list', { entityTypeId: invoiceType })
    return itemsSchema.parse(found).items
  }

  it('is made once, for the chosen company, and adds up to the kopeck with its VAT', async () => {
    expect(await look()).toEqual({ client: null, invoice: null, mayMake: false })
    expect((await ask()).status).toBe(409)
    const { totals } = await agree()
    expect((await ask(oleg)).status).toBe(403)
    expect((await ask()).status).toBe(200)
    expect((await ask()).status).toBe(409)
    await bridge.world.settle()
    const made = await invoices()
    expect(made).toHaveLength(1)
    expect(made[0]).toMatchObject({
      companyId: company.id,
      opportunity: totals.amount.gross / 100,
    })
    expect(Math.round(made[0]!.taxValue * 100)).toBe(totals.amount.vat)
    const filter = { '=ownerType': 'SI', '=ownerId': made[0]!.id }
    expect(await maria.call('crm.item.productrow.list', { filter })).toMatchObject({
      productRows: [{ price: totals.amount.gross / 100, quantity: 1, taxRate: 22 }],
    })
    expect(await look()).toMatchObject({
      client: company,
      invoice: { itemId: made[0]!.id, hasRows: true, problem: null },
      mayMake: false,
    })
  })

  it.each(['crm.item.add', 'crm.item.productrow.set'])(
    'stands once although the answer of %s was lost',
    async (target) => {
      const { totals } = await agree()
      bridge.world.partner.faults.add({ fault: 'answerLost', target })
      await ask()
      await bridge.world.settle()
      bridge.world.clock.advance(5 * minuteMs)
      await bridge.world.settle()
      const made = await invoices()
      expect(made.map(({ opportunity }) => opportunity)).toEqual([totals.amount.gross / 100])
      expect((await look()).invoice).toMatchObject({ hasRows: true, problem: null })
    },
  )

  it('is followed: the statement says when it is paid', async () => {
    await agree()
    await ask()
    await bridge.world.settle()
    await bridge.world.app.jobs.followInvoices()
    expect((await look()).invoice?.stage?.outcome).toBe('open')
    const [made] = await invoices()
    const stageId = `DT31_${String(made!.categoryId)}:P`
    const fields = { stageId }
    await maria.call('crm.item.update', { entityTypeId: invoiceType, id: made!.id, fields })
    await bridge.world.app.jobs.followInvoices()
    expect((await look()).invoice?.stage?.outcome).toBe('paid')
    expect(await bridge.world.app.jobs.followInvoices()).toBe(false)
  })

  it('says that the portal takes none, and may be tried again', async () => {
    await agree()
    const { faults } = bridge.world.partner
    faults.add({ fault: 'methodMissing', target: 'crm.item.add' })
    await ask()
    await bridge.world.settle()
    expect(await look()).toMatchObject({ invoice: { problem: 'refused' }, mayMake: true })
    expect((await ask()).status).toBe(200)
    await bridge.world.settle()
    expect(await invoices()).toHaveLength(1)
    expect((await look()).invoice?.problem).toBeNull()
  })
})
