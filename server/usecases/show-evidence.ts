import type { ClosedStatement, EvidenceHead, EvidenceTicket } from '../../shared/api/evidence.ts'
import type { Root } from '../../shared/evidence/roots.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'

type Asking = { memberId: string; userId: number; isAdmin: boolean; isManager: boolean }
/** `seesMoney`: also closed statements. */
type Party = { contract: ContractRecord; seesMoney: boolean }

export type ShowEvidence = ReturnType<typeof createShowEvidence>

const rootsOnPage = 100
const ticketsOnPage = 50

/**
 * Raw histories for both parties of a contract: the partner's managers; of the customer the
 * administrators and the persons of the contract.
 */
export function createShowEvidence({ db }: { db: Database }) {
  return {
    /** @param contractId 'own': the one of a customer's portal */
    async head(asking: Asking, contractId: string): Promise<EvidenceHead> {
      const { contract, seesMoney } = await partyOf(asking, contractId)
      const versions = await db.contracts.termsVersions(contract.id)
      const closed = seesMoney ? await closedStatements(contract.id) : []
      return {
        contractId: contract.id,
        customerName: contract.customerName,
        ...(await db.evidence.size(contract.id)),
        terms: versions.map(({ version, validFrom, policy, calendar, tariff }) => ({
          ...{ version, validFrom, policy, calendar, tariff },
        })),
        months: closed.map(({ month }) => month),
        restorations: (await db.restorations.listOf(contract.id)).map(
          ({ backupAt, restoredAt }) => ({
            ...{ backupAt, restoredAt },
          }),
        ),
      }
    },

    async roots(
      asking: Asking,
      contractId: string,
      after: string,
    ): Promise<{ roots: Root[]; next: string | null }> {
      const { contract } = await partyOf(asking, contractId)
      const roots = await db.evidence.roots(contract.id, after, rootsOnPage)
      return { roots, next: roots.length === rootsOnPage ? (roots.at(-1)?.day ?? null) : null }
    },

    async tickets(
      asking: Asking,
      contractId: string,
      after: string,
    ): Promise<{ tickets: EvidenceTicket[]; next: string | null }> {
      const { contract } = await partyOf(asking, contractId)
      const raw = await db.evidence.rawTickets(contract.id, after, ticketsOnPage)
      const tickets = raw.map(({ id, number, termsVersion, clocks, links }) => ({
        ...{ id, number, termsVersion, clocks, links },
      }))
      const isFull = tickets.length === ticketsOnPage
      return { tickets, next: isFull ? (tickets.at(-1)?.id ?? null) : null }
    },

    async statement(asking: Asking, contractId: string, month: string): Promise<ClosedStatement> {
      const { contract, seesMoney } = await partyOf(asking, contractId)
      const closed = seesMoney ? await closedStatements(contract.id) : []
      const found = closed.find((one) => one.month === month)
      if (!found) throw new AppError('notFound', 'There is no such statement')
      return found
    },
  }

  async function closedStatements(contractId: string): Promise<ClosedStatement[]> {
    const records = await db.statements.listOf(contractId)
    return records.flatMap(({ month, state, statement, hash }) =>
      state === 'closed' && statement && hash !== null ? [{ month, statement, hash }] : [],
    )
  }

  async function partyOf(asking: Asking, contractId: string): Promise<Party> {
    const { memberId, isManager } = asking
    if ((await db.portals.find(memberId))?.role === 'partner') {
      if (!isManager) throw new AppError('forbidden', 'Evidence is for managers')
      const contract = await db.contracts.find(contractId)
      if (contract?.partnerMemberId === memberId) return { contract, seesMoney: true }
    } else {
      const contract = await db.contracts.findLatestOfCustomer(memberId)
      if (contract && (contractId === 'own' || contractId === contract.id))
        return customersParty(contract, asking)
    }
    throw new AppError('notFound', 'There is no such contract')
  }

  async function customersParty(
    contract: ContractRecord,
    { userId, isAdmin }: Asking,
  ): Promise<Party> {
    const persons = await db.contracts.persons(contract.id)
    const known = persons.find(({ portalUserId }) => portalUserId === userId)
    if (!known && !isAdmin)
      throw new AppError('forbidden', 'Evidence is for persons of the contract')
    return { contract, seesMoney: known?.isOrganisational ?? false }
  }
}
