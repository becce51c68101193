import type { Budget, Condition, Ending, PortalCondition } from '../../shared/api/condition.ts'
import { leftOutOf } from '../../shared/api/setup.ts'
import { lifeNotices } from '../../shared/sla/contract-life.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'
import { AppError } from '../errors.ts'

type Deps = {
  db: Database
  clock: Clock
  /** How our own machine does. */
  server: () => Promise<Condition['server']>
}

export type ViewCondition = ReturnType<typeof createViewCondition>['ofPartner']

/** Somebody's portal, for one's own without a contract. */
type Look = { portal: Portal; contract: ContractRecord | null }

/** What ended longer ago is no news. */
const oldestEndDays = -30

/** Portals are looked at once a minute; after so long something is wrong. */
const silentMs = 10 * 60_000

export function createViewCondition({ db, clock, server }: Deps) {
  return { ofPartner, ofAll }

  /** His portal and those of his customers, and nobody else's. */
  async function ofPartner(memberId: string): Promise<Condition> {
    const own = await db.portals.find(memberId)
    if (own?.role !== 'partner') throw new AppError('notFound', 'The portal is no partner’s')
    const contracts = await db.contracts.listOfPartner(memberId)
    const looks = [{ portal: own, contract: null }, ...(await customersOf(contracts))]
    return {
      at: clock.now(),
      portals: await conditionsOf(looks),
      mails: await db.queues.mails(memberId),
      webhooks: await db.queues.webhooks(memberId),
      parked: await db.parked.countOfPartner(memberId),
      endings: (await Promise.all(contracts.map(endingsOf))).flat(),
      server: await server(),
    }
  }

  /** All portals of all partners, for those who run the server. */
  async function ofAll(): Promise<PortalCondition[]> {
    const partners = await db.portals.listByRole('partner')
    const customers = await db.portals.listByRole('customer')
    const looks = customers.map(async (portal): Promise<Look> => {
      const contract = await db.contracts.findOfCustomer(portal.memberId)
      return { portal, contract: contract ?? null }
    })
    return conditionsOf([
      ...partners.map((portal) => ({ portal, contract: null })),
      ...(await Promise.all(looks)),
    ])
  }

  /** Portals whose contract in force is with this partner; one that went on to another is his. */
  async function customersOf(contracts: readonly ContractRecord[]): Promise<Look[]> {
    const looks = await Promise.all(
      contracts.map(async (contract): Promise<Look[]> => {
        const { customerMemberId } = contract
        if (customerMemberId === null) return []
        const current = await db.contracts.findOfCustomer(customerMemberId)
        const portal = await db.portals.find(customerMemberId)
        return portal && current?.id === contract.id ? [{ portal, contract }] : []
      }),
    )
    return looks.flat()
  }

  async function conditionsOf(looks: readonly Look[]): Promise<PortalCondition[]> {
    const memberIds = looks.map(({ portal }) => portal.memberId)
    const inbox = await db.queues.inbox(memberIds)
    const outbox = await db.queues.outbox(memberIds)
    const nothing = { waiting: 0, oldestAt: null }
    return Promise.all(
      looks.map(async ({ portal, contract }): Promise<PortalCondition> => {
        const { memberId, host, setup } = portal
        const { trouble } = await db.upkeep.find(memberId)
        const pulse = await db.pulse.find(memberId)
        const standing = standingOf(portal, contract)
        const isAsked = standing === 'ready' && trouble === null
        return {
          ...{ host, customerName: contract?.customerName ?? null },
          ...{ standing, trouble, leftOut: leftOutOf(setup), ...pulse },
          silentSince: isAsked ? silentSince(portal, pulse.budget) : null,
          inbox: inbox.get(memberId) ?? nothing,
          outbox: outbox.get(memberId) ?? nothing,
        }
      }),
    )
  }

  /** A portal of which nothing was asked yet is not silent. */
  function silentSince(portal: Portal, budget: Budget | null): Instant | null {
    if (!budget) return null
    const since = budget.answeredAt ?? portal.createdAt
    return clock.now() - since > silentMs ? since : null
  }

  async function endingsOf(contract: ContractRecord): Promise<Ending[]> {
    if (contract.state !== 'active') return []
    const now = clock.now()
    const { calendar } = await db.contracts.termsAt(contract.id, now)
    const life = await db.contractLife.find(contract.id)
    return lifeNotices(life, contractZone(calendar), now)
      .filter(({ daysLeft }) => daysLeft >= oldestEndDays)
      .map(({ what, on, daysLeft }) => ({
        ...{ contractId: contract.id, customerName: contract.customerName },
        ...{ what, on, daysLeft },
      }))
  }
}

function standingOf(portal: Portal, contract: ContractRecord | null): PortalCondition['standing'] {
  if (!portal.isInstalled) return 'uninstalled'
  if (contract?.state === 'accepted') return 'linking'
  if (portal.setup.state === 'failed') return 'setUpFailed'
  return portal.setup.state === 'done' ? 'ready' : 'settingUp'
}
