import type { ParkedEffect } from '../../shared/api/parked.ts'
import type { TroubleView } from '../../shared/api/troubles.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { Effect } from '../db/effect.ts'
import type { Portal } from '../db/portals-store.ts'
import { AppError } from '../errors.ts'
import { findingText } from './evidence-texts.ts'

type Deps = { db: Database; clock: Clock; wake: () => void }

const textShown = 200

/** What does not work, for those who can do something about it. */
export function createViewTroubles({ db, clock, wake }: Deps) {
  return {
    /** Of one's own portal, and for a partner of those that he looks after. */
    async troubles(memberId: string): Promise<TroubleView[]> {
      const portal = await db.portals.find(memberId)
      if (!portal) throw new AppError('notFound', 'The portal is unknown')
      const own = await troubleOf(memberId, portal.host, null)
      if (portal.role !== 'partner') return own
      const contracts = await db.contracts.listOfPartner(memberId)
      const others = await Promise.all(
        contracts.map(async ({ customerMemberId, customerName }) => {
          const customer = customerMemberId && (await db.portals.find(customerMemberId))
          return customer ? troubleOf(customer.memberId, customer.host, customerName) : []
        }),
      )
      return [...own, ...others.flat(), ...(await brokenHistories(portal))]
    },

    parked,

    /** A person has seen to it: the effect is tried again. */
    async retry(memberId: string, id: number): Promise<ParkedEffect[]> {
      const known = await db.parked.retry(memberId, id, clock.now())
      if (!known) throw new AppError('notFound', 'There is no such effect')
      wake()
      return parked(memberId)
    },
  }

  async function troubleOf(
    memberId: string,
    host: string,
    customerName: string | null,
  ): Promise<TroubleView[]> {
    const { trouble } = await db.upkeep.find(memberId)
    return trouble ? [{ ...trouble, host, customerName }] : []
  }

  async function brokenHistories({ memberId, host, language }: Portal): Promise<TroubleView[]> {
    const checks = await db.evidence.findings(memberId)
    return Promise.all(
      checks.map(async ({ contractId, finding, foundAt }): Promise<TroubleView> => {
        const contract = await db.contracts.find(contractId)
        return {
          kind: 'history',
          words: finding ? findingText(finding)[language] : '',
          since: foundAt ?? 0,
          host,
          customerName: contract?.customerName ?? null,
        }
      }),
    )
  }

  async function parked(memberId: string): Promise<ParkedEffect[]> {
    const rows = await db.parked.listOfPartner(memberId)
    const hosts = new Map<string, string>()
    for (const id of new Set(rows.map((row) => row.memberId)))
      hosts.set(id, (await db.portals.find(id))?.host ?? '')
    const customers = new Map<string, string>()
    for (const id of new Set(rows.flatMap(({ effect }) => contractOf(effect) ?? [])))
      customers.set(id, (await db.contracts.find(id))?.customerName ?? '')
    return rows.map(({ id, number, effect, problem, createdAt, memberId: to }) => ({
      id,
      number,
      customerName: customers.get(contractOf(effect) ?? '') ?? null,
      side: effect.side,
      host: hosts.get(to) ?? '',
      what: effect.kind,
      text: 'text' in effect ? effect.text.slice(0, textShown) : null,
      reason: problem,
      at: createdAt,
    }))
  }
}

const contractOf = (effect: Effect): string | undefined =>
  'contractId' in effect ? effect.contractId : undefined
