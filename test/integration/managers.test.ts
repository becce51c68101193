import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contractListSchema, contractSchema } from '../../shared/api/contracts.ts'
import { staffSchema } from '../../shared/api/office.ts'
import { personsViewSchema } from '../../shared/api/person-changes.ts'
import { nightRota, setOnCall, toldTo } from '../support/duty.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { contractDetails } from '../support/contract-details.ts'
import { visit, type Visitor } from '../support/visit.ts'

const maria = adminId
const ivan = 5

/** What concerns a contract is told to whoever decides about it, not to whoever once typed it in. */
describe('the managers of a contract', () => {
  let bridge: Bridge
  let boss: Visitor
  let contact: Visitor
  const told = (userId: number) => toldTo(bridge.world, userId)

  beforeEach(async () => {
    bridge = await openBridge({ startsAt: '2026-11-24T07:00:00Z' })
    const { appUrl, partner, customer } = bridge.world
    boss = await visit(appUrl, partner, maria)
    contact = await visit(appUrl, customer, maria)
  })
  afterEach(() => bridge.world.stop())

  const makeIvanManager = () =>
    boss.post(`/api/staff/${String(ivan)}`, staffSchema, { isDutyManager: true })

  async function askForAChange(): Promise<void> {
    const { contract } = await contact.get('/api/persons', personsViewSchema)
    const { id: personId, ...person } = contract.persons[1] ?? {}
    const change = { kind: 'edit', personId, person: { ...person, position: 'Бухгалтер' } }
    await contact.post('/api/persons/changes', personsViewSchema, change)
    await bridge.world.settle()
  }

  it('is whoever made it as long as nobody is duty manager', async () => {
    await askForAChange()
    expect(told(maria)).toEqual([expect.stringContaining('просит изменить список')])
    expect(told(ivan)).toEqual([])
  })

  it('are the duty managers, of changes of persons and of an end that comes', async () => {
    await makeIvanManager()
    await askForAChange()
    expect(told(ivan)).toEqual([expect.stringContaining('просит изменить список')])

    const { contracts } = await boss.get('/api/contracts', contractListSchema)
    const { id = '', customerName = '' } = contracts[0] ?? {}
    const details = contractDetails({ customerName, endsOn: '2026-11-30' })
    await boss.post(`/api/contracts/${id}/details`, contractSchema, details)
    await bridge.world.app.jobs.watchContracts()
    await bridge.world.settle()
    expect(told(ivan)).toHaveLength(2)
    expect(told(ivan).at(-1)).toContain('30.11.2026')
    expect(told(maria)).toEqual([])
  })

  it('is the one whom the rota names, if it names one', async () => {
    await makeIvanManager()
    await setOnCall(bridge.world, { ...nightRota, quiet: null })
    await askForAChange()
    expect(told(maria)).toEqual([expect.stringContaining('просит изменить список')])
    expect(told(ivan)).toEqual([])
  })
})
