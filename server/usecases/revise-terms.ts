import { type AuditValues, auditValuesSchema } from '../../shared/api/audit.ts'
import type { NewTerms, TermsContent, TermsHistory, TermsState } from '../../shared/api/terms.ts'
import { compareTerms } from '../../shared/sla/compare-terms.ts'
import { holdsFrom } from '../../shared/sla/holds-from.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { AuditActor } from '../db/audit-store.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database, Stores } from '../db/database.ts'
import type { TermsVersion } from '../db/terms-store.ts'
import { AppError } from '../errors.ts'
import { contractOfPartner } from './own-contract.ts'

type Deps = { db: Database; clock: Clock }

export type ReviseTerms = ReturnType<typeof createReviseTerms>

/**
 * Policy, calendar and tariff of a contract: an edit makes a version that holds from a date on and
 * rewrites none, so that every ticket stays under the terms of its registration.
 */
export function createReviseTerms({ db, clock }: Deps) {
  return {
    async history(actor: AuditActor, contractId: string): Promise<TermsHistory> {
      return historyOf(await contractOfPartner(db, actor, contractId))
    },

    /** @throws AppError `termsChanged` when somebody was faster, `badRequest` of `validOn` */
    async plan(actor: AuditActor, contractId: string, wanted: NewTerms): Promise<TermsHistory> {
      const contract = await contractOfPartner(db, actor, contractId)
      const now = clock.now()
      await db.transaction(async (stores) => {
        const { newest, versions } = await lockedVersions(stores, contract)
        if (newest.version !== wanted.basedOn)
          throw new AppError('termsChanged', 'There is a newer version', {
            details: { version: newest.version },
          })
        const terms = {
          ...wanted.terms,
          version: Math.max(...versions.map(({ version }) => version)) + 1,
          validFrom: validFromOf(wanted, newest, now),
        }
        if (compareTerms(newest, terms).length === 0)
          throw new AppError('badRequest', 'Nothing is changed', { field: 'terms' })
        await stores.contracts.addTerms(contract.id, terms, { at: now, by: actor.name })
        await stores.audit.record({
          ...entryOf(contract, actor, now),
          code: 'terms.planned',
          before: asValues(newest),
          after: { ...asValues(terms), validFromAt: terms.validFrom },
        })
      })
      return historyOf(contract)
    },

    /** Takes back a version that does not hold yet. */
    async withdraw(actor: AuditActor, contractId: string, version: number): Promise<TermsHistory> {
      const contract = await contractOfPartner(db, actor, contractId)
      const now = clock.now()
      await db.transaction(async (stores) => {
        const { newest } = await lockedVersions(stores, contract)
        if (newest.version !== version)
          throw new AppError('conflict', 'Only the newest version is taken back')
        const mark = { at: now, by: actor.name }
        if (!(await stores.contracts.withdrawTerms(contract.id, version, mark)))
          throw new AppError('conflict', 'The version holds already')
        await stores.audit.record({
          ...entryOf(contract, actor, now),
          code: 'terms.withdrawn',
          before: { version, validFromAt: newest.validFrom },
          after: null,
        })
      })
      return historyOf(contract)
    },
  }

  async function historyOf({ id }: ContractRecord): Promise<TermsHistory> {
    const versions = await db.contracts.termsVersions(id)
    const current = await db.contracts.termsAt(id, clock.now())
    return {
      versions: versions.map(({ version, validFrom, made, withdrawn, ...terms }) => ({
        ...{ version, validFrom, made, withdrawn },
        state: stateOf({ version, validFrom, withdrawn }, current.version, clock.now()),
        terms,
      })),
      openTickets: await db.contracts.countOpenTickets(id),
    }
  }
}

async function lockedVersions(stores: Stores, { id }: ContractRecord) {
  await stores.contracts.lockTerms(id)
  const versions = await stores.contracts.termsVersions(id)
  const newest = versions.find(({ withdrawn }) => withdrawn === null)
  if (!newest) throw new Error('A contract without terms')
  return { newest, versions }
}

/** Versions follow each other: one that began before a planned one would be undone by it. */
function validFromOf(wanted: NewTerms, newest: TermsVersion, now: Instant): Instant {
  const from = holdsFrom(wanted.validOn, newest.calendar, now)
  if (from === null) throw refused('The past is not rewritten', 'inThePast')
  if (from < newest.validFrom) throw refused('A version is planned for later', 'plannedLater')
  return from
}

const refused = (message: string, why: string) =>
  new AppError('badRequest', `${why}: ${message}`, { field: 'validOn' })

function stateOf(
  { version, validFrom, withdrawn }: Pick<TermsVersion, 'version' | 'validFrom' | 'withdrawn'>,
  current: number,
  now: Instant,
): TermsState {
  if (withdrawn) return 'withdrawn'
  if (version === current) return 'current'
  return validFrom > now ? 'planned' : 'past'
}

const asValues = ({ policy, calendar, tariff }: TermsContent): AuditValues =>
  auditValuesSchema.parse(JSON.parse(JSON.stringify({ policy, calendar, tariff })))

const entryOf = (contract: ContractRecord, by: AuditActor, at: Instant) => ({
  ...{ memberId: contract.partnerMemberId, contractId: contract.id, by, at },
  about: contract.customerName,
})
