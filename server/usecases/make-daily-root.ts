import { civilDayOf, dayMs } from '../../shared/calendar/civil-day.ts'
import { instantOfLocal } from '../../shared/calendar/zone.ts'
import type { Sha256 } from '../../shared/evidence/chain.ts'
import { makeRoot, type Root } from '../../shared/evidence/roots.ts'
import { termsText } from '../../shared/evidence/terms-text.ts'
import { contractToday, contractZone } from '../../shared/sla/holds-from.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database, Stores } from '../db/database.ts'
import type { NewMail } from '../db/mails-store.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import type { Ours } from '../db/ours.ts'
import { rootMail } from './evidence-texts.ts'

type Deps = {
  db: Database
  clock: Clock
  sha256: Sha256
  /** Whether there is a relay that takes mail. */
  hasMail: boolean
  wake: () => void
}

/** Behind everything that concerns tickets. */
const evidenceLevel = 4

/**
 * Makes the root of one contract for which a new day has begun, and sends it to both parties: all in
 * one transaction. A day since which nothing was recorded has none.
 *
 * @returns whether there was one to be made
 */
export function createMakeDailyRoot({ db, clock, sha256, hasMail, wake }: Deps) {
  return async function makeDailyRoot(ours: Ours): Promise<boolean> {
    await db.evidence.admit(ours)
    const contractId = await db.evidence.contractToRoot(clock.now(), ours)
    if (contractId === undefined) return false
    const isMade = await db.transaction((stores) => make(stores, contractId, clock.now()))
    if (isMade) wake()
    return true
  }

  async function make(stores: Stores, contractId: string, now: Instant): Promise<boolean> {
    const contract = await stores.contracts.find(contractId)
    const { calendar } = await stores.contracts.termsAt(contractId, now)
    const day = contractToday(calendar, now)
    const tomorrow = instantOfLocal(contractZone(calendar), (civilDayOf(day) + 1) * dayMs)
    await stores.evidence.scheduleRoot(contractId, tomorrow)
    const last = await stores.evidence.lastRoot(contractId)
    // Somebody else was faster.
    if (!contract || (last && last.day >= day)) return false
    const tickets = await stores.evidence.grown(contractId)
    const terms = await newTerms(stores, contractId)
    if (tickets.length + terms.length === 0) return false
    const root = makeRoot(sha256, { day, previous: last?.hash ?? '' }, { tickets, terms })
    await stores.evidence.addRoot(contractId, root, now)
    await stores.outbox.add(rootEffects(contract, root), evidenceLevel, now)
    if (hasMail) await stores.mails.add(await rootMails(stores, contract, root), now)
    return true
  }

  async function newTerms({ contracts, evidence }: Stores, contractId: string) {
    const known = await evidence.rootedTerms(contractId)
    const versions = await contracts.termsVersions(contractId)
    return versions
      .filter(({ version }) => !known.has(version))
      .map((terms) => ({ version: terms.version, hash: sha256(termsText(terms)) }))
  }
}

function rootEffects(contract: ContractRecord, { day }: Root): NewOutboxRow[] {
  const month = day.slice(0, 7)
  const parties = {
    partner: contract.partnerMemberId,
    customer: contract.customerMemberId,
  }
  return (['partner', 'customer'] as const).flatMap((side) => {
    const memberId = parties[side]
    if (memberId === null) return []
    return {
      ...{ memberId, ticketId: '', key: `roots:${contract.id}:${month}:${side}` },
      effect: { kind: 'roots' as const, side, contractId: contract.id, month },
    }
  })
}

async function rootMails(
  { contracts }: Stores,
  contract: ContractRecord,
  root: Root,
): Promise<NewMail[]> {
  const persons = await contracts.persons(contract.id)
  return persons
    .filter(({ isOrganisational, email }) => isOrganisational && email !== '')
    .map(({ id, name, email }) => ({
      key: `root:${contract.id}:${root.day}:${id}`,
      memberId: contract.partnerMemberId,
      about: null,
      reader: name,
      to: email,
      ...rootMail(contract.customerName, root),
      headers: { 'Auto-Submitted': 'auto-generated' },
    }))
}
