import { describe, expect, it } from 'vitest'
import { mayMove, type Stage, stages, stageSpecs } from '../../../../shared/ticket/stages.ts'

describe('moves between stages', () => {
  it.each<['customer' | 'partner', Stage, Stage, boolean]>([
    ['partner', 'new', 'inWork', true],
    ['partner', 'decision', 'inWork', true],
    ['partner', 'closed', 'new', false],
    ['customer', 'new', 'closed', true],
    ['customer', 'new', 'inWork', false],
    ['customer', 'proposed', 'inWork', true],
    ['customer', 'closed', 'inWork', true],
    ['customer', 'decision', 'inWork', false],
  ])('%s: %s → %s is allowed: %s', (side, from, to, expected) => {
    expect(mayMove(side, from, to)).toBe(expected)
  })

  it.each(stages)('staying in %s is no move', (stage) => {
    expect(mayMove('customer', stage, stage)).toBe(true)
  })
})

describe('the pipeline', () => {
  it('has one success stage and one failure stage, as Bitrix24 wants it', () => {
    const semantics = stages.map((stage) => stageSpecs[stage].semantics)
    expect(semantics.filter((kind) => kind === 'success')).toHaveLength(1)
    expect(semantics.filter((kind) => kind === 'failure')).toHaveLength(1)
  })

  it('has a code of its own for each stage', () => {
    expect(new Set(stages.map((stage) => stageSpecs[stage].code)).size).toBe(stages.length)
  })
})
