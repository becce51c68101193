import type {
  Contract,
  Invitation,
  InvitationList,
  InvitationState,
  NewContract,
} from '../../shared/api/contracts.ts'
import { defaultTariff } from '../../shared/billing/tariff.ts'
import { defaultCalendar } from '../../shared/calendar/schema.ts'
import { defaultPolicy } from '../../shared/sla/policy.ts'
import { defaultPublicMark } from '../../shared/ticket/public-mark.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { AuditActor, NewAuditEntry } from '../db/audit-store.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import type { KnownInvitation } from '../db/invitations-store.ts'
import { AppError } from '../errors.ts'
import { contractView } from './contract-view.ts'
import type { InvitationCodes } from './invitation-codes.ts'
import { idleSetup } from './set-up-portal.ts'
import { contractOfPartner } from './own-contract.ts'

type Deps = { db: Database; clock: Clock; newId: () => string; codes: InvitationCodes }

type Actor = AuditActor

const invitationTermMs = 7 * 24 * 60 * 60_000

/** The partner's side of contracts. Every call is limited to the contracts of the actor's portal. */
export function createManageContracts({ db, clock, newId, codes }: Deps) {
  return {
    async list(actor: Actor): Promise<Contract[]> {
      const contracts = await db.contracts.listOfPartner(actor.memberId)
      return Promise.all(contracts.map((contract) => contractView(db, contract, clock.now())))
    },

    async create(actor: Actor, input: NewContract): Promise<Contract> {
      const now = clock.now()
      const contract: ContractRecord = {
        id: newId(),
        partnerMemberId: actor.memberId,
        customerMemberId: null,
        customerName: input.customerName,
        state: 'draft',
        publicMark: defaultPublicMark,
        createdAt: now,
        createdBy: actor.userId,
      }
      const terms = {
        version: 1,
        validFrom: now,
        policy: defaultPolicy,
        calendar: defaultCalendar,
        tariff: defaultTariff,
      }
      const persons = input.persons.map((person) => ({
        ...person,
        id: newId(),
        portalUserId: null,
      }))
      await db.transaction(async (stores) => {
        await stores.contracts.add(contract, terms, persons)
        await stores.audit.record({
          ...entryOf(actor, contract, now),
          code: 'contract.created',
          after: {
            customerName: contract.customerName,
            persons: persons.map(({ name }) => name),
          },
        })
      })
      return contractView(db, contract, now)
    },

    /** Makes a code that opens this contract to one customer; earlier codes stop working. */
    async invite(actor: Actor, contractId: string): Promise<Invitation> {
      const contract = await contractOfPartner(db, actor, contractId)
      if (contract.state !== 'draft')
        throw new AppError('conflict', 'The contract is linked to a portal already')
      const now = clock.now()
      const { code, hash } = codes.make()
      const expiresAt = now + invitationTermMs
      await db.transaction(async (stores) => {
        await stores.invitations.revokeAllOf(contract.id, now)
        await stores.invitations.add({
          id: newId(),
          contractId: contract.id,
          codeHash: hash,
          expiresAt,
        })
        await stores.audit.record({
          ...entryOf(actor, contract, now),
          code: 'invitation.made',
          after: { expiresAt },
        })
      })
      return { code, expiresAt }
    },

    async invitations(actor: Actor, contractId: string): Promise<InvitationList> {
      const contract = await contractOfPartner(db, actor, contractId)
      const known = await db.invitations.listOf(contract.id)
      return {
        invitations: known.map(({ id, expiresAt, usedAt, revokedAt }) => ({
          ...{ id, expiresAt, endedAt: usedAt ?? revokedAt },
          state: stateOf({ expiresAt, usedAt, revokedAt }, clock.now()),
        })),
      }
    },

    async revoke(actor: Actor, contractId: string): Promise<Contract> {
      const contract = await contractOfPartner(db, actor, contractId)
      const now = clock.now()
      await db.transaction(async (stores) => {
        if ((await stores.invitations.revokeAllOf(contract.id, now)) === 0) return
        await stores.audit.record({ ...entryOf(actor, contract, now), code: 'invitation.revoked' })
      })
      return contractView(db, contract, clock.now())
    },

    /** The partner has seen the customer's confirmed host; from here on data flows. */
    async confirm(actor: Actor, contractId: string): Promise<Contract> {
      const contract = await contractOfPartner(db, actor, contractId)
      if (contract.state !== 'accepted' || contract.customerMemberId === null)
        throw new AppError('conflict', 'The contract does not wait for a confirmation')
      const active: ContractRecord = { ...contract, state: 'active' }
      await db.transaction(async (stores) => {
        await stores.contracts.save(active)
        if (active.customerMemberId !== null)
          await stores.portals.saveSetup(active.customerMemberId, idleSetup('running'))
        await stores.audit.record({
          ...entryOf(actor, contract, clock.now()),
          code: 'contract.confirmed',
          before: { state: contract.state },
          after: { state: active.state },
        })
      })
      return contractView(db, active, clock.now())
    },
  }
}

function stateOf(
  { expiresAt, usedAt, revokedAt }: Pick<KnownInvitation, 'expiresAt' | 'usedAt' | 'revokedAt'>,
  now: Instant,
): InvitationState {
  if (usedAt !== null) return 'used'
  if (revokedAt !== null) return 'revoked'
  return expiresAt > now ? 'usable' : 'expired'
}

const entryOf = (
  by: Actor,
  contract: ContractRecord,
  at: Instant,
): Omit<NewAuditEntry, 'code'> => ({
  ...{ memberId: contract.partnerMemberId, contractId: contract.id, by, at },
  about: contract.customerName,
  before: null,
  after: null,
})
