import type { FilingRefusal, FilingRight } from '../../shared/api/filing.ts'
import type { Person } from '../../shared/api/contracts.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { ContractRecord, Terms } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import { contractView } from './contract-view.ts'

/** Why a contract covers nothing at an instant, whoever files; null: it does. */
export function uncoveredReason(
  contract: Pick<ContractRecord, 'state'>,
  terms: Pick<Terms, 'validFrom'>,
  at: Instant,
): 'notStarted' | 'ended' | null {
  if (contract.state === 'ended') return 'ended'
  return contract.state !== 'active' || terms.validFrom > at ? 'notStarted' : null
}

/** Whether a person of a customer's portal may file now, and if not, why. */
export function createFilingRight({ db, clock }: { db: Database; clock: Clock }) {
  return async function filingRight(memberId: string, userId: number): Promise<FilingRight> {
    const contract = await db.contracts.findLatestOfCustomer(memberId)
    if (!contract) return { contract: null, personId: null, refusal: 'unlinked' }
    const now = clock.now()
    const view = await contractView(db, contract, now)
    const person = view.persons.find((candidate) => candidate.portalUserId === userId)
    const terms = await db.contracts.termsAt(contract.id, now)
    const refusal =
      uncoveredReason(contract, terms, now) ??
      (await portalRefusal(memberId)) ??
      personRefusal(person)
    return { contract: view, personId: person?.id ?? null, refusal }
  }

  /** A portal whose licence has run out takes no calls of ours. */
  async function portalRefusal(memberId: string): Promise<FilingRefusal | null> {
    const { trouble } = await db.upkeep.find(memberId)
    return trouble?.kind === 'closed' ? 'licenceEnded' : null
  }
}

const personRefusal = (person: Person | undefined): FilingRefusal | null =>
  person?.isAuthorised === true ? null : 'unlisted'
