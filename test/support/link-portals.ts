import { z } from 'zod'
import {
  type Contract,
  contractSchema,
  invitationSchema,
  linkPreviewSchema,
} from '../../shared/api/contracts.ts'
import { sessionSchema } from '../../shared/api/session.ts'
import { setupViewSchema } from '../../shared/api/setup.ts'
import type { Portal } from '../portal/types.ts'
import { romashka } from './cast.ts'
import type { World } from './start-world.ts'
import { visit, type Visitor } from './visit.ts'

const portalSchema = sessionSchema.shape.portal
/** What linking needs of a world. */
type Linkable = Pick<World, 'partner' | 'customer' | 'appUrl' | 'settle'>

export const adminId = 1

/** The partner's administrator installs the app and sets it up. */
export async function setUpPartner(world: Linkable): Promise<Visitor> {
  world.partner.installApp(adminId)
  const admin = await visit(world.appUrl, world.partner, adminId)
  await admin.post('/api/portal/role', portalSchema, { role: 'partner' })
  await finishSetUp(world, world.partner, admin)
  return visit(world.appUrl, world.partner, adminId)
}

export async function createContract(
  admin: Visitor,
  { customerName, persons } = romashka,
): Promise<Contract> {
  return admin.post('/api/contracts', contractSchema, {
    customerName,
    persons: persons.map((person) => person.input),
  })
}

/** From nothing to a confirmed contract with both portals set up, through the real doors. */
export async function linkPortals(
  world: Linkable,
  agreement = romashka,
): Promise<{ contract: Contract; admin: Visitor }> {
  const admin = await setUpPartner(world)
  const draft = await createContract(admin, agreement)
  const { code } = await admin.post(`/api/contracts/${draft.id}/invitation`, invitationSchema)

  world.customer.installApp(adminId)
  const customer = await visit(world.appUrl, world.customer, adminId)
  const { contract: offered } = await customer.post('/api/link/preview', linkPreviewSchema, {
    code,
  })
  const bindings = offered.persons.map((person) => {
    const known = agreement.persons.find((candidate) => candidate.input.email === person.email)
    return { personId: person.id, portalUserId: known?.userId }
  })
  await customer.post('/api/link/accept', portalSchema, { code, bindings })
  const contract = await admin.post(`/api/contracts/${draft.id}/confirm`, contractSchema)
  await finishSetUp(world, world.customer, customer)
  return { contract, admin }
}

async function finishSetUp(world: Linkable, portal: Portal, admin: Visitor): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    await world.settle()
    const setup = await admin.get('/api/setup', setupViewSchema)
    if (setup.state === 'done') break
    if (setup.state === 'failed' || Date.now() > deadline)
      throw new Error(`Set-up did not end: ${JSON.stringify(setup)}`)
  }
  portal.finishInstall(adminId)
  z.literal(true).parse(portal.app.isFinished)
}
