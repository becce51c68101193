import { nextLinks, type Sha256 } from '../../shared/evidence/chain.ts'
import type { Clock } from '../../shared/time.ts'
import type { PortalClients } from '../bitrix/client.ts'
import type { Item, listChangedItems } from '../bitrix/items.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database, Stores } from '../db/database.ts'
import type { Restoration } from '../db/restorations-store.ts'
import { type Draft, draftTicket } from './draft-ticket.ts'

type Deps = {
  db: Database
  clients: PortalClients
  listChangedItems: typeof listChangedItems
  newId: () => string
  sha256: Sha256
  clock: Clock
}

/** Portals keep whole seconds, and their clocks are not ours. */
const overlapMs = 2 * 60_000

export type AdoptTickets = ReturnType<typeof createAdoptTickets>

/**
 * Tickets that were registered after a backup was taken stand in the portals with their numbers: in the
 * customer's as he filed them, in the partner's with our own id. They are taken back as what they are.
 */
export function createAdoptTickets(deps: Deps) {
  const { db, clients, clock } = deps
  /** Partners whose numbers go on behind all that were ever given. */
  const counted = new Set<string>()
  let isOver = false

  return {
    /** @throws BitrixError when one of the portals does not answer */
    async adopt(restoration: Restoration): Promise<number> {
      const contract = await db.contracts.find(restoration.contractId)
      const count = contract ? await adoptAll(contract, restoration) : 0
      await db.restorations.adopted(restoration, clock.now())
      return count
    },

    /** @throws Error while tickets of a customer's portal that we do not know are still to be found */
    async requireAdopted(customerId: string): Promise<void> {
      isOver ||= !(await db.restorations.isAnyLeft())
      const contract = isOver ? undefined : await db.contracts.findOfCustomer(customerId)
      if (contract && (await db.restorations.isUnadopted(contract.id)))
        throw new Error('Tickets that the restored backup does not know are found first')
    },

    /** Numbers of new tickets are none that the portals know. @throws BitrixError */
    async countOnFor(contractId: string): Promise<void> {
      isOver ||= !(await db.restorations.isAnyLeft())
      const contract = isOver ? undefined : await db.contracts.find(contractId)
      if (!contract || counted.has(contract.partnerMemberId)) return
      const last = (await db.restorations.listOf(contractId)).at(-1)
      if (last) await countOn(contract, await changedIn(contract.partnerMemberId, last))
    },
  }

  async function adoptAll(contract: ContractRecord, restoration: Restoration): Promise<number> {
    const mirrors = await changedIn(contract.partnerMemberId, restoration)
    await countOn(contract, mirrors)
    let count = 0
    for (const item of await changedIn(contract.customerMemberId ?? '', restoration))
      if (await adoptItem(item, { contract, restoration, mirrors })) count += 1
    return count
  }

  /** Items of one portal, with times as our clock would have shown them. */
  async function changedIn(memberId: string, { backupAt }: Restoration): Promise<Item[]> {
    const portal = await db.portals.find(memberId)
    if (!portal?.place || !portal.isInstalled) return []
    const client = await clients.forPortal(memberId)
    const since = backupAt - overlapMs
    const items = await client.run(deps.listChangedItems(portal.place, since))
    const skewMs = client.skewMs()
    return items.map((item) => ({ ...item, createdAt: item.createdAt - skewMs }))
  }

  async function countOn(contract: ContractRecord, items: readonly Item[]): Promise<void> {
    const last = Math.max(0, ...items.map(numberOf))
    await db.contracts.countFrom(contract, last + 1)
    counted.add(contract.partnerMemberId)
  }

  type Surroundings = {
    contract: ContractRecord
    restoration: Restoration
    mirrors: readonly Item[]
  }

  /** @returns whether it was a ticket that we did not know */
  async function adoptItem(item: Item, around: Surroundings): Promise<boolean> {
    const { contract, restoration, mirrors } = around
    const number = numberOf(item)
    const isFrom = item.createdAt <= restoration.restoredAt
    if (number === 0 || !isFrom || (await isKnown(item, number, contract))) return false
    const mirror = mirrors.find((one) => numberOf(one) === number)
    const id = mirror?.xmlId ?? item.xmlId ?? deps.newId()
    const isTaken = (await db.tickets.find(id)) !== undefined
    const receivedAt = clock.now()
    const draft = await draftTicket(
      db,
      { item, receivedAt, contract },
      { id: isTaken ? deps.newId() : id, number },
    )
    await db.transaction((stores) => keep(stores, draft, { item, mirror, restoration }))
    return true
  }

  async function isKnown(item: Item, number: number, contract: ContractRecord): Promise<boolean> {
    const { customerMemberId, id } = contract
    const byItem = await db.tickets.findByItem(customerMemberId ?? '', item.id)
    // In place of one that was deleted; its ticket finds it.
    const byId = item.xmlId === null ? undefined : await db.tickets.find(item.xmlId)
    return (byItem ?? byId ?? (await db.tickets.findByNumber(id, number))) !== undefined
  }

  type Finding = { item: Item; mirror: Item | undefined; restoration: Restoration }

  /** Everything else is read from both cards together, before anything is said of it. */
  async function keep(
    stores: Stores,
    { ticket, facts }: Draft,
    { item, mirror, restoration }: Finding,
  ): Promise<void> {
    const itemIds = { customer: item.id, partner: mirror?.id ?? null }
    await stores.tickets.add({ ...ticket, itemIds })
    await stores.history.append(ticket.id, nextLinks(deps.sha256, undefined, facts))
    if (item.xmlId !== null) await stores.basket.attach(ticket.contractId, item.xmlId, ticket.id)
    await stores.restorations.addUnread(ticket.id, restoration)
  }
}

/** 0: none. */
function numberOf({ values }: Item): number {
  const number = Number(values.number)
  return Number.isSafeInteger(number) && number > 0 ? number : 0
}
