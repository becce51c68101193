import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditFiltersSchema, auditPageSchema } from '../../shared/api/audit.ts'
import { contractSchema, invitationSchema } from '../../shared/api/contracts.ts'
import { personsViewSchema } from '../../shared/api/person-changes.ts'
import { webhookMadeSchema } from '../../shared/api/webhooks.ts'
import { adminId, createContract, linkPortals, setUpPartner } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'

const engineer = 5

/** Who changed what in contracts, persons and settings, for those who answer for the portal. */
describe('the change log', () => {
  let world: World

  beforeEach(async () => {
    world = await startWorld({ startsAt: '2026-11-23T07:00:00Z' })
  })
  afterEach(() => world.stop())

  const log = (who: Visitor, query = '') => who.get(`/api/audit?${query}`, auditPageSchema)
  const codesOf = async (who: Visitor, query = '') =>
    (await log(who, query)).entries.map(({ code }) => code)

  it('tells how a contract came about, with the customer’s own doings under his name', async () => {
    const { admin, contract } = await linkPortals(world)
    const { entries } = await log(admin)
    expect(entries.map(({ code }) => code)).toEqual([
      'contract.confirmed',
      'contract.accepted',
      'invitation.made',
      'contract.created',
    ])
    expect(entries[1]).toMatchObject({
      customerName: contract.customerName,
      by: { name: 'Олег Громов', isOfCustomer: true },
      before: { state: 'draft' },
      after: { state: 'accepted', portalUsers: { 'Анна Лебедева': 7, 'Олег Громов': 1 } },
    })
    expect(entries[3]).toMatchObject({ by: { name: 'Мария Соколова', isOfCustomer: false } })
  })

  it('a change of a person is there when it is asked for and when it is decided', async () => {
    const { admin, contract } = await linkPortals(world)
    const contact = await visit(world.appUrl, world.customer, adminId)
    const [anna] = contract.persons
    const person = { ...anna, phone: '+7 495 000-00-99' }
    const { changes } = await contact.post('/api/persons/changes', personsViewSchema, {
      ...{ kind: 'edit', personId: anna?.id, person },
    })
    const path = `/api/contracts/${contract.id}/changes/${changes[0]?.id ?? ''}`
    await admin.raw('POST', path, { decision: 'confirm' })
    const { entries } = await log(admin, 'subject=person')
    expect(entries).toMatchObject([
      { code: 'person.confirmed', about: 'Анна Лебедева', by: { isOfCustomer: false } },
      {
        code: 'person.asked',
        by: { isOfCustomer: true },
        before: { phone: anna?.phone },
        after: { phone: '+7 495 000-00-99' },
      },
    ])
  })

  it('a code that is made and revoked, a webhook that comes and goes; what changes nothing is not there', async () => {
    const admin = await setUpPartner(world)
    const { id } = await createContract(admin)
    await admin.post(`/api/contracts/${id}/invitation`, invitationSchema)
    const revoke = () => admin.raw('DELETE', `/api/contracts/${id}/invitation`)
    await revoke()
    await revoke()
    const url = `http://localhost:1/${'x'.repeat(10)}`
    const { webhooks } = await admin.post('/api/webhooks', webhookMadeSchema, { url })
    await admin.raw('DELETE', `/api/webhooks/${webhooks[0]?.id ?? ''}`)
    expect(await codesOf(admin)).toEqual([
      'webhook.removed',
      'webhook.added',
      'invitation.revoked',
      'invitation.made',
      'contract.created',
    ])
    expect(await codesOf(admin, `contractId=${id}&subject=invitation`)).toEqual([
      'invitation.revoked',
      'invitation.made',
    ])
    expect(await codesOf(admin, 'by=Nobody')).toEqual([])
    expect(await admin.get('/api/audit/filters', auditFiltersSchema)).toMatchObject({
      contracts: [{ id }],
      people: ['Мария Соколова'],
    })
  })

  it('is read page by page, newest first, nothing twice', async () => {
    const admin = await setUpPartner(world)
    const customerNames = ['А', 'Б', 'В', 'Г', 'Д']
    const { persons } = await createContract(admin)
    for (const customerName of customerNames)
      await admin.post('/api/contracts', contractSchema, { customerName, persons })
    const read: string[] = []
    let next: number | null = null
    do {
      const page: Awaited<ReturnType<typeof log>> = await log(
        admin,
        `limit=2${next === null ? '' : `&before=${String(next)}`}`,
      )
      read.push(...page.entries.map(({ about }) => about))
      next = page.next
    } while (next !== null)
    expect(read).toEqual([...customerNames.toReversed(), 'ООО «Ромашка»'])
  })

  it('is read by its own portal’s administrators only, whatever ids are sent', async () => {
    const { contract } = await linkPortals(world)
    const ofEngineer = await visit(world.appUrl, world.partner, engineer)
    expect((await ofEngineer.raw('GET', '/api/audit')).status).toBe(403)
    const ofCustomer = await visit(world.appUrl, world.customer, adminId)
    expect(await log(ofCustomer, `contractId=${contract.id}`)).toEqual({ entries: [], next: null })
  })
})
