import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../../../shared/api/evidence.ts'
import { makeRoot } from '../../../../shared/evidence/roots.ts'
import { verifyEvidence } from '../../../../shared/evidence/verify-evidence.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const at = (text: string) => Date.parse(text)

const first = makeRoot(sha256, { day: '2026-11-20', previous: '' }, { tickets: [], terms: [] })
const later = sha256('a root that was lost')

const evidenceWith = (
  change: Partial<Evidence>,
  head: Partial<Evidence['head']> = {},
): Evidence => ({
  ...{ format: 'sla-evidence-1', savedAt: 0, roots: [first], tickets: [], statements: [] },
  held: { '2026-11-20': first.hash, '2026-11-23': later },
  ...change,
  head: {
    ...{
      contractId: 'c',
      customerName: 'ООО «Ромашка»',
      tickets: 0,
      facts: 0,
      terms: [],
      months: [],
    },
    restorations: [
      { backupAt: at('2026-11-21T03:00:00Z'), restoredAt: at('2026-11-24T09:00:00Z') },
    ],
    ...head,
  },
})

const findingOf = async (evidence: Evidence) => (await verifyEvidence(evidence, { sha256 })).finding

describe('roots that were lost with a database', () => {
  it('are called what they are when a backup from before was restored', async () => {
    expect(await findingOf(evidenceWith({}))).toEqual({ kind: 'restored', day: '2026-11-23' })
  })

  it('are strange where nothing was restored, or of another time', async () => {
    const strange = { kind: 'heldRoot', day: '2026-11-23' }
    expect(await findingOf(evidenceWith({}, { restorations: [] }))).toEqual(strange)
    const earlier = { backupAt: at('2026-11-01T03:00:00Z'), restoredAt: at('2026-11-02T09:00:00Z') }
    expect(await findingOf(evidenceWith({}, { restorations: [earlier] }))).toEqual(strange)
  })

  it('excuse no root that is there and another', async () => {
    const held = { '2026-11-20': later, '2026-11-23': later }
    expect(await findingOf(evidenceWith({ held }))).toEqual({ kind: 'heldRoot', day: '2026-11-20' })
  })

  it('hide nothing that is worse', async () => {
    const statement = { month: '2026-11', hash: 'f', statement: { lines: [], totals: {} } }
    const statements = [statement] as unknown as Evidence['statements']
    expect(await findingOf(evidenceWith({ statements }))).toEqual({
      ...{ kind: 'statement', month: '2026-11' },
    })
  })
})
