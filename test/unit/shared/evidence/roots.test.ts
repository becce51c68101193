import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeRoot, type Root, rootText, verifyRoots } from '../../../../shared/evidence/roots.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const marks = fc.uniqueArray(
  fc.record({
    ticketId: fc.uuid(),
    facts: fc.integer({ min: 1, max: 500 }),
    hash: fc.string().map(sha256),
  }),
  { selector: ({ ticketId }) => ticketId, minLength: 1, maxLength: 6 },
)
const days = fc.array(marks, { minLength: 1, maxLength: 8 })

const dayOf = (index: number) => `2026-11-${String(index + 1).padStart(2, '0')}`

const rootsOf = (recorded: readonly Root['tickets'][]): Root[] => {
  const roots: Root[] = []
  for (const [index, tickets] of recorded.entries()) {
    const previous = roots.at(-1)?.hash ?? ''
    roots.push(makeRoot(sha256, { day: dayOf(index), previous }, { tickets, terms: [] }))
  }
  return roots
}

describe('daily roots', () => {
  it('whatever the order in which tickets were read, the root is the same', () => {
    fc.assert(
      fc.property(marks, (tickets) => {
        const [root] = rootsOf([tickets])
        const [turned] = rootsOf([[...tickets].reverse()])
        expect(turned).toEqual(root)
        expect(tickets.map(({ ticketId }) => ticketId).sort()).toEqual(
          root?.tickets.map(({ ticketId }) => ticketId),
        )
      }),
    )
  })

  it('roots that nobody touched agree, also from the middle', async () => {
    await fc.assert(
      fc.asyncProperty(days, async (recorded) => {
        const roots = rootsOf(recorded)
        expect(await verifyRoots(sha256, roots)).toBeNull()
        expect(await verifyRoots(sha256, roots.slice(1), roots[0]?.hash)).toBeNull()
      }),
    )
  })

  it('whatever of a root is changed, its day is named', async () => {
    await fc.assert(
      fc.asyncProperty(days, fc.nat(), async (recorded, seed) => {
        const roots = rootsOf(recorded)
        const at = seed % roots.length
        const spoilt = roots.map((root, index) => {
          const [first, ...rest] = root.tickets
          if (index !== at || !first) return root
          return { ...root, tickets: [{ ...first, facts: first.facts + 1 }, ...rest] }
        })
        expect(await verifyRoots(sha256, spoilt)).toEqual({ kind: 'root', day: dayOf(at) })
      }),
    )
  })

  it('a root made anew with a fitting hash breaks the one behind it; one left out likewise', async () => {
    const one = { ticketId: 'a', facts: 3, hash: sha256('a') }
    const roots = rootsOf([[one], [{ ...one, facts: 5 }], [{ ...one, facts: 9 }]])
    const [first, second, third] = roots as [Root, Root, Root]
    const { day, previous, terms } = second
    const parts = { day, previous, terms, tickets: [{ ...one, facts: 4 }] }
    const forged = { ...parts, hash: sha256(rootText(parts)) }
    const broken = { kind: 'root', day: third.day }
    expect(await verifyRoots(sha256, [first, forged, third])).toEqual(broken)
    expect(await verifyRoots(sha256, [first, third])).toEqual(broken)
  })
})
