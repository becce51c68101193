import { type AnySha256, type RawLink, verifyChain } from './chain.ts'
import type { Finding } from './finding.ts'

/** A ticket's history as it lies there, and what the roots have kept of it. */
export type TicketHistory = {
  number: number
  links: readonly RawLink[]
  marks: readonly { day: string; facts: number; hash: string }[]
}

/** Recomputes a ticket's chain, and holds it against every root in which the ticket stands. */
export async function verifyHistory(
  sha256: AnySha256,
  { number, links, marks }: TicketHistory,
): Promise<Finding | null> {
  const verdict = await verifyChain(sha256, links)
  if (!verdict.isIntact)
    return { kind: 'fact', number, seq: verdict.brokenAt + 1, problem: verdict.problem }
  const strange = marks.find(({ facts, hash }) => links[facts - 1]?.hash !== hash)
  return strange ? { kind: 'history', number, day: strange.day } : null
}
