import { type Fact, factSchema } from '../sla/history.ts'
import { canonicalJson } from './canonical-json.ts'

/** SHA-256 of the text in UTF-8, as lower-case hexadecimal. The server's is synchronous. */
export type Sha256 = (text: string) => string
/** The browser's (SubtleCrypto) answers with a promise. */
export type AnySha256 = (text: string) => string | Promise<string>

/** One fact of a ticket's history, tied to all before it. */
export type Link = { seq: number; fact: Fact; hash: string }
/** As it lies there: whether it holds a fact is still to be seen. */
export type RawLink = { seq: number; fact: unknown; hash: string }

/** What the hash of a link is taken of: the hash before it ('' for the first) and the fact. */
export function linkText(previous: string, fact: unknown): string {
  return canonicalJson({ previous, fact })
}

/**
 * Ties further facts to a chain, in the order in which they were recorded.
 *
 * @param last the link that they follow; undefined for a new chain
 */
export function nextLinks(
  sha256: Sha256,
  last: Pick<Link, 'seq' | 'hash'> | undefined,
  facts: readonly Fact[],
): Link[] {
  let { seq, hash } = last ?? { seq: 0, hash: '' }
  return facts.map((fact) => {
    seq += 1
    hash = sha256(linkText(hash, fact))
    return { seq, fact, hash }
  })
}

export type Verdict =
  | { isIntact: true; length: number; head: string }
  /** `brokenAt` counts links from 0. The ones before it are intact. */
  | { isIntact: false; brokenAt: number; seq: number; problem: ChainProblem }

/** A link is missing or moved; a fact is not one; a fact or a hash was changed. */
export type ChainProblem = 'sequence' | 'malformed' | 'hash'

/**
 * Recomputes a chain from its facts and names the first link that does not fit. That nothing was cut
 * off at the end shows only against a head that was kept elsewhere (`head` of the verdict).
 */
export async function verifyChain(sha256: AnySha256, chain: readonly RawLink[]): Promise<Verdict> {
  let previous = ''
  for (const [index, link] of chain.entries()) {
    const problem = await problemOf(link, { sha256, previous, seq: index + 1 })
    if (problem) return { isIntact: false, brokenAt: index, seq: link.seq, problem }
    previous = link.hash
  }
  return { isIntact: true, length: chain.length, head: previous }
}

async function problemOf(
  link: RawLink,
  expected: { sha256: AnySha256; previous: string; seq: number },
): Promise<ChainProblem | null> {
  if (link.seq !== expected.seq) return 'sequence'
  if (!factSchema.safeParse(link.fact).success) return 'malformed'
  const hash = await expected.sha256(linkText(expected.previous, link.fact))
  return hash === link.hash ? null : 'hash'
}
