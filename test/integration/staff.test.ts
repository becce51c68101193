import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditPageSchema } from '../../shared/api/audit.ts'
import { contractListSchema } from '../../shared/api/contracts.ts'
import { type Staff, staffSchema } from '../../shared/api/office.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'

const admin = 1
const engineerId = 5

describe('rights of the partner’s people', () => {
  let bridge: Bridge
  let boss: Visitor
  let engineer: Visitor

  beforeEach(async () => {
    bridge = await openBridge()
    const { appUrl, partner } = bridge.world
    boss = await visit(appUrl, partner, admin)
    engineer = await visit(appUrl, partner, engineerId)
  })
  afterEach(() => bridge.world.stop())

  const make = (isDutyManager: boolean): Promise<Staff> =>
    boss.post(`/api/staff/${String(engineerId)}`, staffSchema, { isDutyManager })

  it('an engineer who is made duty manager looks after contracts from his next request on', async () => {
    expect(engineer.session.user.officeRole).toBe('engineer')
    expect((await engineer.raw('GET', '/api/contracts')).status).toBe(403)

    const { people } = await make(true)
    expect(people.map(({ name, isDutyManager }) => [name, isDutyManager])).toEqual([
      ['Иван Петров', true],
      ['Мария Соколова', false],
    ])
    const { contracts } = await engineer.get('/api/contracts', contractListSchema)
    expect(contracts).toHaveLength(1)
    const later = await visit(bridge.world.appUrl, bridge.world.partner, engineerId)
    expect(later.session.user.officeRole).toBe('dutyManager')

    await make(false)
    expect((await engineer.raw('GET', '/api/contracts')).status).toBe(403)
    const { entries } = await boss.get('/api/audit', auditPageSchema)
    expect(entries.slice(0, 2).map(({ code, about }) => [code, about])).toEqual([
      ['role.taken', 'Иван Петров'],
      ['role.given', 'Иван Петров'],
    ])
  })

  it('roles are given by administrators only, and only to people whom the portal has named', async () => {
    await make(true)
    const asked = { isDutyManager: true }
    expect((await engineer.raw('POST', '/api/staff/1', asked)).status).toBe(403)
    expect((await boss.raw('POST', '/api/staff/77', asked)).status).toBe(404)
    expect((await boss.raw('POST', '/api/staff/5', {})).status).toBe(400)
  })

  it('a customer’s administrator has no office, whatever he asks for', async () => {
    const { appUrl, customer } = bridge.world
    const theirs = await visit(appUrl, customer, admin)
    expect(theirs.session.user.officeRole).toBeNull()
    for (const path of ['/api/staff', '/api/contracts', '/api/parked'])
      expect((await theirs.raw('GET', path)).status, path).toBe(403)
  })
})
