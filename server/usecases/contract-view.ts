import type { ContractDetails, ContractLifeView } from '../../shared/api/contract-life.ts'
import type { Contract } from '../../shared/api/contracts.ts'
import type { Instant } from '../../shared/time.ts'
import type { LifeRecord } from '../db/contract-life-store.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Stores } from '../db/database.ts'
import { coverOf } from './cover-of.ts'

/** A contract with the terms in force at `now`, as both parties see it. */
export async function contractView(
  stores: Stores,
  contract: ContractRecord,
  now: Instant,
): Promise<Contract> {
  const terms = await stores.contracts.termsAt(contract.id, now)
  const invitation = await stores.invitations.findUsableOf(contract.id, now)
  return {
    id: contract.id,
    customerName: contract.customerName,
    partnerHost: await hostOf(stores, contract.partnerMemberId),
    customerHost:
      contract.customerMemberId === null ? null : await hostOf(stores, contract.customerMemberId),
    state: contract.state,
    createdAt: contract.createdAt,
    publicMark: contract.publicMark,
    persons: await stores.contracts.persons(contract.id),
    policy: terms.policy,
    calendar: terms.calendar,
    tariff: terms.tariff,
    life: await lifeView(stores, contract.id, now),
    invitation: invitation ? { expiresAt: invitation.expiresAt } : null,
  }
}

/** From when to when a contract covers tickets, and whether it does at `now`. */
export async function lifeView(
  stores: Stores,
  id: string,
  now: Instant,
): Promise<ContractLifeView> {
  const life = await stores.contractLife.find(id)
  const { endedAt: at, endedBy: by, endReason: reason } = life
  return {
    ...detailsOf(life),
    ended: at === null || by === null ? null : { at, by, reason },
    standing: await coverOf(stores, id, now),
  }
}

/** What people say of a contract, besides its customer's name. */
export function detailsOf(life: LifeRecord): Omit<ContractDetails, 'customerName'> {
  const { startsOn, endsOn, licenceUntil, place } = life
  const { partnerName, partnerRequisites, customerRequisites } = life
  return {
    ...{ startsOn, endsOn, licenceUntil, place },
    ...{ partnerName, partnerRequisites, customerRequisites },
  }
}

async function hostOf(stores: Stores, memberId: string): Promise<string> {
  const portal = await stores.portals.find(memberId)
  if (!portal) throw new Error('A contract with an unknown portal')
  return portal.host
}
