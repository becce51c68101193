/** How a comment in the partner's timeline reads against the contract's public mark («#клиенту»). */
export type MarkReading =
  | { kind: 'public'; asks: boolean; text: string }
  /** Starts like the mark but is not it: its author is told privately. */
  | { kind: 'nearMiss' }
  | { kind: 'internal' }

export const defaultPublicMark = '#клиенту'

const bbTag = /^\[\/?[a-z*][^\]]*\]/i
const space = /^[\s\u00a0\u200b-\u200d\u2060\ufeff]+/

/**
 * Reads the mark at the beginning of a comment, after any BBCode and any kind of space, in any
 * letter case; the mark ends at a word boundary, and a question mark right behind it means
 * «жду ответа». The mark itself is cut off (product.md, «Comments»).
 */
export function readPublicMark(comment: string, mark: string = defaultPublicMark): MarkReading {
  const { tags, rest } = trimStart(comment)
  const head = rest.slice(0, mark.length)
  const after = rest.slice(mark.length)
  if (head.toLowerCase() === mark.toLowerCase() && !/^[\p{L}\p{N}_]/u.test(after)) {
    const asks = after.startsWith('?')
    const text = (tags + after.slice(asks ? 1 : 0).replace(/^[\s\u00a0:,.–—-]+/u, '')).trim()
    return { kind: 'public', asks, text }
  }
  return isNearMiss(rest, mark) ? { kind: 'nearMiss' } : { kind: 'internal' }
}

/** The comment as the composer writes it, so that it reads as public. */
export function withPublicMark(text: string, asks: boolean, mark: string = defaultPublicMark) {
  return `${mark}${asks ? '?' : ''} ${text}`
}

function trimStart(comment: string): { tags: string; rest: string } {
  let tags = ''
  let rest = comment
  for (;;) {
    const blank = space.exec(rest)?.[0]
    const tag = bbTag.exec(rest)?.[0]
    if (blank !== undefined) rest = rest.slice(blank.length)
    else if (tag !== undefined) {
      tags += tag
      rest = rest.slice(tag.length)
    } else return { tags, rest }
  }
}

function isNearMiss(rest: string, mark: string): boolean {
  const word = /^#[\p{L}\p{N}_]+/u.exec(rest)?.[0]
  if (word === undefined) return false
  return editDistance(word.toLowerCase(), mark.toLowerCase()) <= 2
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
