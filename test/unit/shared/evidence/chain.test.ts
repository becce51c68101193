import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../../shared/evidence/canonical-json.ts'
import { nextLinks, type Link, verifyChain } from '../../../../shared/evidence/chain.ts'
import type { Fact } from '../../../../shared/sla/history.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** As a browser has it. */
const subtleSha256 = async (text: string) => {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Buffer.from(bytes).toString('hex')
}

const at = Date.parse('2026-11-23T10:00+03:00')
const facts: Fact[] = [
  { kind: 'registered', id: 'r', at, recordedAt: at, level: 2, consents: false, channel: 'portal' },
  {
    kind: 'message',
    id: 'partner:comment:1',
    at: at + 60_000,
    recordedAt: at + 61_000,
    by: 'partner',
    author: 'Анна «А»',
    asks: true,
  },
  { kind: 'accepted', id: 'a', at: at + 120_000, recordedAt: at + 120_000 },
]

describe('canonicalJson', () => {
  it.each([
    ['keys in any order', { b: 1, a: [true, null, 'ё'] }, '{"a":[true,null,"ё"],"b":1}'],
    ['a member that is undefined', { a: undefined, b: 2 }, '{"b":2}'],
    ['keys by code units, not by locale', { я: 1, Z: 2, a: 3 }, '{"Z":2,"a":3,"я":1}'],
    ['minus zero and exponents', [-0, 1e21, 0.1], '[0,1e+21,0.1]'],
  ])('given %s, then there is one text', (_situation, value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  it.each([NaN, Infinity, undefined, () => 1, new Date(0), 1n])('refuses %s', (value) => {
    expect(() => canonicalJson({ value: [value] })).toThrow(TypeError)
  })
})

describe('verifyChain', () => {
  const chain = nextLinks(sha256, undefined, facts)
  const tampered = (index: number, change: Partial<Link>) =>
    chain.map((link, position) => (position === index ? { ...link, ...change } : link))

  it('when nothing was touched, then browser and server agree that it is intact', async () => {
    const verdict = { isIntact: true, length: 3, head: chain[2]!.hash }
    expect(await verifyChain(sha256, chain)).toEqual(verdict)
    expect(await verifyChain(subtleSha256, chain)).toEqual(verdict)
  })

  it('when facts come in two goes, then the chain is the same', () => {
    const first = nextLinks(sha256, undefined, facts.slice(0, 1))
    expect([...first, ...nextLinks(sha256, first.at(-1), facts.slice(1))]).toEqual(chain)
  })

  it('when facts are read back from JSON with keys in another order, then it is intact', async () => {
    const shuffled = chain.map(({ fact, ...link }) => ({
      ...link,
      fact: Object.fromEntries(Object.entries(fact).toReversed()) as Fact,
    }))
    expect(await verifyChain(sha256, shuffled)).toMatchObject({ isIntact: true })
  })

  it.each([
    ['a time was moved', tampered(1, { fact: { ...facts[1]!, at: at + 1 } }), 1, 'hash'],
    ['a hash was made up', tampered(0, { hash: sha256('x') }), 0, 'hash'],
    ['a link was taken out', [chain[0]!, chain[2]!], 1, 'sequence'],
    [
      'a link was taken out and the rest renumbered',
      [chain[0]!, { ...chain[2]!, seq: 2 }],
      1,
      'hash',
    ],
    ['two links changed places', [chain[0]!, chain[2]!, chain[1]!], 1, 'sequence'],
    ['a fact is none', tampered(2, { fact: { kind: 'rumour' } as never }), 2, 'malformed'],
  ])('when %s, then the first broken link is named', async (_deed, links, brokenAt, problem) => {
    expect(await verifyChain(sha256, links)).toMatchObject({ isIntact: false, brokenAt, problem })
  })

  it('when the end was cut off, then the head differs from the one that was kept', async () => {
    const verdict = await verifyChain(sha256, chain.slice(0, 2))
    expect(verdict).toMatchObject({ isIntact: true, length: 2 })
    expect(verdict).not.toHaveProperty('head', chain[2]!.hash)
  })
})
