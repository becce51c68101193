import { z } from 'zod'
import { canonicalJson } from './canonical-json.ts'
import type { AnySha256, Sha256 } from './chain.ts'
import type { Finding } from './finding.ts'

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/)

/** How far a ticket's history had come: so many facts, the last of them with this hash. */
const ticketMarkSchema = z.object({
  ticketId: z.string(),
  facts: z.number().int().positive(),
  hash: z.string(),
})
export type TicketMark = z.infer<typeof ticketMarkSchema>

const termsMarkSchema = z.object({ version: z.number().int(), hash: z.string() })
export type TermsMark = z.infer<typeof termsMarkSchema>

/**
 * What was recorded of a contract since its root before: tickets whose histories grew, and versions
 * of its terms. What has not grown is held by the earlier roots, for each is tied to the one before.
 */
export const rootSchema = z.object({
  /** The contract's civil day on which it was made, 'YYYY-MM-DD'. */
  day: z.iso.date(),
  /** Hash of the root before; '' for the first. */
  previous: z.string(),
  /** By ticket id. */
  tickets: z.array(ticketMarkSchema),
  /** By version. */
  terms: z.array(termsMarkSchema),
  hash: hashSchema,
})
export type Root = z.infer<typeof rootSchema>

/** Roots as a portal holds them for a month: by day. */
export const heldRootsSchema = z.record(z.iso.date(), hashSchema)
export type HeldRoots = z.infer<typeof heldRootsSchema>

/** Name of the app's option under which a portal holds the roots of a contract's month. */
export const rootsOption = (contractId: string, month: string): string =>
  `roots.${contractId}.${month}`

type Recorded = Pick<Root, 'tickets' | 'terms'>

/** What the hash of a root is taken of; the order in which its parts were read does not matter. */
export function rootText({ day, previous, tickets, terms }: Omit<Root, 'hash'>): string {
  return canonicalJson({ day, previous, ...inOrder({ tickets, terms }) })
}

const inOrder = ({ tickets, terms }: Recorded): Recorded => ({
  tickets: [...tickets].sort((a, b) => (a.ticketId < b.ticketId ? -1 : 1)),
  terms: [...terms].sort((a, b) => a.version - b.version),
})

/** The root that follows the one with the hash `previous`; '' for the first. */
export function makeRoot(
  sha256: Sha256,
  { day, previous }: Pick<Root, 'day' | 'previous'>,
  recorded: Recorded,
): Root {
  const root = { day, previous, ...inOrder(recorded) }
  return { ...root, hash: sha256(rootText(root)) }
}

/**
 * Recomputes roots in the order of their days.
 *
 * @param previous hash of the root before the first of them; '' when there is none
 */
export async function verifyRoots(
  sha256: AnySha256,
  roots: readonly Root[],
  previous = '',
): Promise<Finding | null> {
  let before = previous
  for (const root of roots) {
    const isTied = root.previous === before && (await sha256(rootText(root))) === root.hash
    if (!isTied) return { kind: 'root', day: root.day }
    before = root.hash
  }
  return null
}
