import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { invitationListSchema, invitationSchema } from '../../shared/api/contracts.ts'
import { sessionSchema } from '../../shared/api/session.ts'
import { adminId, createContract, setUpPartner } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'

const engineer = 5
const weekMs = 7 * 24 * 60 * 60_000

/** Codes are good once and for a week; what became of each is seen, the code itself never again. */
describe('the invitation codes of a contract', () => {
  let world: World
  let admin: Visitor
  let path = ''

  beforeEach(async () => {
    world = await startWorld({ startsAt: '2026-11-23T07:00:00Z' })
    admin = await setUpPartner(world)
    path = `/api/contracts/${(await createContract(admin)).id}/invitation`
  })
  afterEach(() => world.stop())

  const make = async () => {
    world.clock.advance(1000)
    return (await admin.post(path, invitationSchema)).code
  }
  const states = async () =>
    (await admin.get(`${path}s`, invitationListSchema)).invitations.map(({ state }) => state)

  it('revoked, replaced, expired and used: each state is seen, newest first', async () => {
    expect(await states()).toEqual([])
    await make()
    expect(await states()).toEqual(['usable'])
    await admin.raw('DELETE', path)
    await make()
    world.clock.advance(weekMs)
    expect(await states()).toEqual(['expired', 'revoked'])
    await make()
    const code = await make()
    world.customer.installApp(adminId)
    const customer = await visit(world.appUrl, world.customer, adminId)
    const accept = { code, bindings: [] }
    await customer.post('/api/link/accept', sessionSchema.shape.portal, accept)
    expect((await customer.raw('POST', '/api/link/accept', accept)).status).toBe(422)
    const { invitations } = await admin.get(`${path}s`, invitationListSchema)
    expect(invitations.map(({ state }) => state)).toEqual(['used', 'revoked', 'expired', 'revoked'])
    expect(JSON.stringify(invitations)).not.toContain(code)
  })

  it('are seen by the partner’s managers only', async () => {
    const stranger = await visit(world.appUrl, world.partner, engineer)
    expect((await stranger.raw('GET', `${path}s`)).status).toBe(403)
    expect((await admin.raw('GET', '/api/contracts/other/invitations')).status).toBe(404)
  })
})
