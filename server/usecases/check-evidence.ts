import type { Logger } from 'pino'
import type { Sha256 } from '../../shared/evidence/chain.ts'
import type { Finding } from '../../shared/evidence/finding.ts'
import { verifyRoots } from '../../shared/evidence/roots.ts'
import { termsText } from '../../shared/evidence/terms-text.ts'
import { verifyHistory } from '../../shared/evidence/verify-history.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { CheckPlace, EvidenceCheck } from '../db/evidence-checks-store.ts'
import type { Ours } from '../db/ours.ts'
import { historyTroubleText } from './evidence-texts.ts'
import { managerNotices } from './manager-notices.ts'

type Deps = {
  db: Database
  clock: Clock
  log: Logger
  sha256: Sha256
  /** Since when this process runs: whatever was checked before is checked again. */
  startedAt: Instant
  wake: () => void
}

/** What one look brings: where to go on, null when all is looked at; or what does not agree. */
type Look = { next: CheckPlace | null; finding: Finding | null }

const rootsAtOnce = 50
const ticketsAtOnce = 50
const everyMs = 24 * 60 * 60_000
const mostUrgent = 1

/**
 * Looks through the histories of one contract, a portion at a time, from the start of the process
 * and once a day. What does not agree is kept, shown, logged, and told to the partner once.
 *
 * @returns whether there was something to look at
 */
export function createCheckEvidence({ db, clock, log, sha256, startedAt, wake }: Deps) {
  return async function checkEvidence(ours: Ours): Promise<boolean> {
    const now = clock.now()
    const due = await db.evidence.findToCheck({ now, startedAt }, ours)
    if (!due) return false
    const isNew = due.beganAt < startedAt || due.place.phase === 'begin'
    const check = isNew ? { ...due, beganAt: now } : due
    const place = isNew ? { phase: 'roots' as const, after: '' } : due.place
    const { next, finding } = await look(check.contractId, place)
    if (finding) await report(check, finding, now)
    else if (next) await db.evidence.saveCheck({ ...check, place: next }, now)
    else await db.evidence.saveCheck({ ...check, ...allRight }, now + everyMs)
    return true
  }

  function look(contractId: string, { phase, after }: CheckPlace): Promise<Look> {
    return phase === 'tickets' ? lookAtTickets(contractId, after) : lookAtRoots(contractId, after)
  }

  async function lookAtRoots(contractId: string, after: string): Promise<Look> {
    const roots = await db.evidence.roots(contractId, after, rootsAtOnce)
    const before = await db.evidence.hashBefore(contractId, after)
    const broken =
      (await verifyRoots(sha256, roots, before)) ??
      (await strangeTerms(
        contractId,
        roots.flatMap(({ terms }) => terms),
      ))
    const last = roots.at(-1)
    if (broken || (last && roots.length === rootsAtOnce))
      return { finding: broken, next: { phase: 'roots', after: last?.day ?? '' } }
    const day = await db.evidence.dayOfLostTicket(contractId)
    const finding: Finding | null = day === undefined ? null : { kind: 'ticketGone', day }
    return { finding, next: { phase: 'tickets', after: '' } }
  }

  async function strangeTerms(
    contractId: string,
    marks: readonly { version: number; hash: string }[],
  ): Promise<Finding | null> {
    if (marks.length === 0) return null
    const versions = await db.contracts.termsVersions(contractId)
    const hashes = new Map(versions.map((one) => [one.version, sha256(termsText(one))]))
    const strange = marks.find(({ version, hash }) => hashes.get(version) !== hash)
    return strange ? { kind: 'terms', version: strange.version } : null
  }

  async function lookAtTickets(contractId: string, after: string): Promise<Look> {
    const tickets = await db.evidence.rawTickets(contractId, after, ticketsAtOnce)
    for (const ticket of tickets) {
      const finding = await verifyHistory(sha256, ticket)
      if (finding) return { finding, next: null }
    }
    const last = tickets.at(-1)
    const hasMore = last !== undefined && tickets.length === ticketsAtOnce
    return { finding: null, next: hasMore ? { phase: 'tickets', after: last.id } : null }
  }

  async function report(check: EvidenceCheck, finding: Finding, now: Instant): Promise<void> {
    const { contractId } = check
    const isKnown = JSON.stringify(check.finding) === JSON.stringify(finding)
    const foundAt = isKnown ? check.foundAt : now
    log.error({ contractId, finding }, 'history does not agree with its checksums')
    await db.transaction(async (stores) => {
      const found = { ...check, place: begin, finding, foundAt }
      await stores.evidence.saveCheck(found, now + everyMs)
      const contract = await stores.contracts.find(contractId)
      if (!contract || isKnown) return
      const text = historyTroubleText(contract.customerName, finding)
      const key = `evidence:${contractId}:${String(now)}`
      const notices = await managerNotices(stores, contract, { key, text })
      await stores.outbox.add(notices, mostUrgent, now)
    })
    wake()
  }
}

const begin: CheckPlace = { phase: 'begin', after: '' }
const allRight = { place: begin, finding: null, foundAt: null }
