import type { ClosedStatement, Evidence, EvidenceTicket } from '../api/evidence.ts'
import { totalsOf } from '../billing/statement-totals.ts'
import { computeClocks } from '../sla/clocks.ts'
import { factSchema } from '../sla/history.ts'
import { canonicalJson } from './canonical-json.ts'
import type { AnySha256 } from './chain.ts'
import type { Finding } from './finding.ts'
import { verifyRoots } from './roots.ts'
import { termsText } from './terms-text.ts'
import { verifyHistory } from './verify-history.ts'

/** What was looked at, and the first thing that does not agree; null when all does. */
export type EvidenceReport = {
  finding: Finding | null
  tickets: number
  facts: number
  roots: number
  /** Of the roots, those that the reader's portal holds too. */
  heldRoots: number
  statements: number
}

type Surroundings = {
  sha256: AnySha256
  /** Told after each ticket, how many are done; may let others work. */
  onTicket?: (done: number) => Promise<void> | void
}

/**
 * Believes nothing: recomputes roots, chains, clocks and the sums of closed statements, and holds
 * the roots against those that the reader's portal keeps.
 */
export async function verifyEvidence(
  evidence: Evidence,
  { sha256, onTicket }: Surroundings,
): Promise<EvidenceReport> {
  const { roots, tickets, held, statements } = evidence
  const facts = tickets.reduce((sum, { links }) => sum + links.length, 0)
  const counts = {
    ...{ tickets: tickets.length, facts, roots: roots.length },
    ...{ heldRoots: Object.keys(held).length, statements: statements.length },
  }
  const finding =
    (await verifyRoots(sha256, roots)) ??
    strangeHeldRoot(evidence) ??
    (await strangeTerms(evidence, sha256)) ??
    lostTicket(evidence) ??
    (await strangeTicket(evidence, { sha256, ...(onTicket && { onTicket }) })) ??
    (await strangeStatement(statements, sha256)) ??
    lostRoot(evidence)
  return { finding, ...counts }
}

function strangeHeldRoot(evidence: Evidence): Finding | null {
  const { roots, held } = evidence
  const hashes = new Map(roots.map(({ day, hash }) => [day, hash]))
  const lost = lostDays(evidence)
  const days = Object.keys(held).sort()
  const day = days.find((one) => hashes.get(one) !== held[one] && !lost.includes(one))
  return day === undefined ? null : { kind: 'heldRoot', day }
}

/** Days of which the portal holds a root that was lost with the records: a backup from before was restored. */
function lostDays({ roots, held, head }: Evidence): string[] {
  const known = new Set(roots.map(({ day }) => day))
  return Object.keys(held)
    .filter((day) => !known.has(day) && head.restorations.some((one) => isBetween(day, one)))
    .sort()
}

/** A day of whatever zone: up to 14 hours before and 12 behind that of Greenwich. */
function isBetween(
  day: string,
  { backupAt, restoredAt }: { backupAt: number; restoredAt: number },
) {
  const begins = Date.parse(`${day}T00:00:00Z`)
  return begins + 36 * hourMs > backupAt && begins - 14 * hourMs <= restoredAt
}

const hourMs = 60 * 60_000

/** Said last: it hides nothing that is worse. */
function lostRoot(evidence: Evidence): Finding | null {
  const [day] = lostDays(evidence)
  return day === undefined ? null : { kind: 'restored', day }
}

async function strangeTerms({ roots, head }: Evidence, sha256: AnySha256): Promise<Finding | null> {
  const known = new Map(head.terms.map((one) => [one.version, one]))
  for (const { version, hash } of roots.flatMap(({ terms }) => terms)) {
    const terms = known.get(version)
    if (!terms || (await sha256(termsText(terms))) !== hash) return { kind: 'terms', version }
  }
  return null
}

function lostTicket({ roots, tickets }: Evidence): Finding | null {
  const ids = new Set(tickets.map(({ id }) => id))
  const root = roots.find((one) => one.tickets.some(({ ticketId }) => !ids.has(ticketId)))
  return root ? { kind: 'ticketGone', day: root.day } : null
}

type Mark = { day: string; facts: number; hash: string }

async function strangeTicket(
  { roots, tickets, head }: Evidence,
  { sha256, onTicket }: Surroundings,
): Promise<Finding | null> {
  const marks = new Map<string, Mark[]>()
  for (const { day, tickets: marked } of roots)
    for (const { ticketId, facts, hash } of marked)
      marks.set(ticketId, [...(marks.get(ticketId) ?? []), { day, facts, hash }])
  for (const [index, ticket] of tickets.entries()) {
    const history = { ...ticket, marks: marks.get(ticket.id) ?? [] }
    const finding = (await verifyHistory(sha256, history)) ?? strangeClocks(ticket, head)
    if (finding) return finding
    await onTicket?.(index + 1)
  }
  return null
}

function strangeClocks(ticket: EvidenceTicket, { terms }: Evidence['head']): Finding | null {
  const { number, termsVersion, links, clocks } = ticket
  const version = terms.find((one) => one.version === termsVersion)
  if (!version) return { kind: 'terms', version: termsVersion }
  const facts = links.map(({ fact }) => factSchema.parse(fact))
  const computed = computeClocks(version.policy, version.calendar, facts)
  return canonicalJson(computed) === canonicalJson(clocks) ? null : { kind: 'clock', number }
}

async function strangeStatement(
  statements: readonly ClosedStatement[],
  sha256: AnySha256,
): Promise<Finding | null> {
  for (const { month, hash, statement } of statements) {
    const isWhole = (await sha256(canonicalJson(statement))) === hash
    const adds = canonicalJson(totalsOf(statement.lines)) === canonicalJson(statement.totals)
    if (!isWhole || !adds) return { kind: 'statement', month }
  }
  return null
}
