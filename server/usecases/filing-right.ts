import type { Person } from '../../shared/api/contracts.ts'
import type { FilingRefusal, FilingRight } from '../../shared/api/filing.ts'
import { monthAt } from '../../shared/billing/months.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import { prepaidOf } from './prepaid-of.ts'
import { coverOf } from './cover-of.ts'
import { contractView } from './contract-view.ts'

const nobody = { contract: null, personId: null, prepaid: null }

/** Whether a person of a customer's portal may file now, and if not, why. */
export function createFilingRight({ db, clock }: { db: Database; clock: Clock }) {
  return async function filingRight(memberId: string, userId: number): Promise<FilingRight> {
    const contract = await db.contracts.findLatestOfCustomer(memberId)
    if (!contract) return { ...nobody, refusal: 'unlinked' }
    // No data flows before the partner has confirmed.
    if (contract.state === 'accepted') return { ...nobody, refusal: 'notStarted' }
    const now = clock.now()
    const view = await contractView(db, contract, now)
    const person = view.persons.find((candidate) => candidate.portalUserId === userId)
    const refusal =
      (await contractRefusal(contract, now)) ??
      (await portalRefusal(memberId)) ??
      personRefusal(person)
    const prepaid = await prepaidOf(db, contract.id, monthAt(contractZone(view.calendar), now))
    return { contract: view, personId: person?.id ?? null, prepaid, refusal }
  }

  async function contractRefusal(
    contract: ContractRecord,
    now: Instant,
  ): Promise<FilingRefusal | null> {
    if (contract.state !== 'active') return 'ended'
    const cover = await coverOf(db, contract.id, now)
    if (cover !== 'valid') return cover
    const { validFrom } = await db.contracts.termsAt(contract.id, now)
    return validFrom > now ? 'notStarted' : null
  }

  /** A portal whose licence has run out takes no calls of ours. */
  async function portalRefusal(memberId: string): Promise<FilingRefusal | null> {
    const { trouble } = await db.upkeep.find(memberId)
    return trouble?.kind === 'closed' ? 'licenceEnded' : null
  }
}

const personRefusal = (person: Person | undefined): FilingRefusal | null =>
  person?.isAuthorised === true ? null : 'unlisted'
