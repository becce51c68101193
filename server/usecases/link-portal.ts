import type { AuditValues } from '../../shared/api/audit.ts'
import type { AcceptLink, Contract } from '../../shared/api/contracts.ts'
import type { Session } from '../../shared/api/session.ts'
import type { Clock } from '../../shared/time.ts'
import type { AuditActor } from '../db/audit-store.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database, Stores } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'
import { AppError } from '../errors.ts'
import { coverOf } from './cover-of.ts'
import { contractView } from './contract-view.ts'
import type { InvitationCodes } from './invitation-codes.ts'
import { portalView } from './portal-view.ts'

type Deps = { db: Database; clock: Clock; codes: InvitationCodes }

const attemptsPerHour = 10
const hourMs = 60 * 60_000

/** The customer's side of linking: an invitation code opens the contract, accepting takes it. */
export function createLinkPortal({ db, clock, codes }: Deps) {
  return {
    /** @throws AppError 'invitationInvalid' whatever is wrong with the code; 'tooManyAttempts' */
    async preview(memberId: string, code: string): Promise<Contract> {
      const { contract } = await openInvitation(memberId, code)
      return contractView(db, contract, clock.now())
    },

    async accept(actor: AuditActor, input: AcceptLink): Promise<Session['portal']> {
      const { memberId } = actor
      const { invitation, contract } = await openInvitation(memberId, input.code)
      return db.transaction(async (stores) => {
        const now = clock.now()
        if (!(await stores.invitations.findUsable(codes.hashOf(input.code), now))) throw invalid()
        const portal = await customerPortal(stores, memberId, contract)
        await stores.invitations.markUsed(invitation.id, now)
        await stores.contracts.save({ ...contract, customerMemberId: memberId, state: 'accepted' })
        await stores.portals.save(portal)
        await bindPersons(stores, contract, input.bindings)
        await stores.audit.record({
          ...{ memberId: contract.partnerMemberId, contractId: contract.id, by: actor, at: now },
          code: 'contract.accepted',
          about: portal.host,
          before: { state: contract.state },
          after: { state: 'accepted', ...(await boundUsers(stores, contract)) },
        })
        return portalView(portal, 'accepted')
      })
    },
  }

  async function openInvitation(memberId: string, code: string) {
    const now = clock.now()
    if ((await db.invitations.countAttempts(memberId, now - hourMs)) >= attemptsPerHour)
      throw new AppError('tooManyAttempts', 'Too many codes were tried; wait an hour')
    const invitation = await db.invitations.findUsable(codes.hashOf(code), now)
    const contract = invitation && (await db.contracts.find(invitation.contractId))
    if (!contract || contract.state !== 'draft') {
      await db.invitations.addAttempt(memberId, now)
      throw invalid()
    }
    return { invitation, contract }
  }

  async function customerPortal(
    stores: Stores,
    memberId: string,
    contract: ContractRecord,
  ): Promise<Portal> {
    const portal = await stores.portals.find(memberId)
    if (!portal) throw new AppError('notFound', 'The portal is unknown')
    if (portal.role === 'partner' || contract.partnerMemberId === memberId)
      throw new AppError('conflict', 'This portal gives support; it cannot be its own customer')
    const known = await stores.contracts.findOfCustomer(memberId)
    if (known && (await coverOf(stores, known.id, clock.now())) !== 'ended')
      throw new AppError('conflict', 'This portal has a contract already')
    return { ...portal, role: 'customer' }
  }

  /** Who stands for whom from now on, by name. */
  async function boundUsers(stores: Stores, { id }: ContractRecord): Promise<AuditValues> {
    const persons = await stores.contracts.persons(id)
    const bound = persons.flatMap(({ name, portalUserId }) =>
      portalUserId === null ? [] : [[name, portalUserId] as const],
    )
    return { portalUsers: Object.fromEntries(bound) }
  }

  async function bindPersons(
    stores: Stores,
    contract: ContractRecord,
    bindings: AcceptLink['bindings'],
  ): Promise<void> {
    const users = new Set(bindings.map((binding) => binding.portalUserId))
    if (users.size !== bindings.length)
      throw new AppError('badRequest', 'One portal user stands for two persons', {
        field: 'bindings',
      })
    for (const { personId, portalUserId } of bindings)
      await stores.contracts.bindPerson(contract.id, personId, portalUserId)
  }
}

const invalid = () =>
  new AppError('invitationInvalid', 'The code is wrong, used, expired or revoked', {
    field: 'code',
  })
