import { afterEach, describe, expect, it } from 'vitest'
import { sessionSchema } from '../../shared/api/session.ts'
import { setupViewSchema } from '../../shared/api/setup.ts'
import { adminId } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit } from '../support/visit.ts'

/** Portals as they are outside the demo: handlers must be HTTPS with a real domain. */
describe('set-up in a portal that insists on HTTPS handlers', () => {
  let world: World

  afterEach(() => world.stop())

  async function setUp() {
    world.partner.installApp(adminId)
    const admin = await visit(world.appUrl, world.partner, adminId)
    await admin.post('/api/portal/role', sessionSchema.shape.portal, { role: 'partner' })
    await world.settle()
    return admin.get('/api/setup', setupViewSchema)
  }

  it('when our public address is such a one, then every step is done', async () => {
    world = await startWorld({ isStrict: true, publicUrl: 'https://sla.example.com' })
    const setup = await setUp()
    expect(setup.steps.map((step) => step.state)).toEqual(setup.steps.map(() => 'done'))
    expect(setup.state).toBe('done')
  })
})
