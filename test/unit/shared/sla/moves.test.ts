import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../../shared/sla/history.ts'
import { clocksOf, moscow, moves, registered, says } from './story.ts'

const needsDecision = (time: string): Fact => ({
  kind: 'decisionNeeded',
  id: 'decision',
  at: moscow(time),
  recordedAt: moscow(time),
  reason: 'unauthorised',
})

describe('moves of people', () => {
  const filed = registered('2026-11-23 10:00', 2)

  it('when a side may not make a move, then it is remembered and changes nothing', () => {
    const clocks = clocksOf(filed, moves('customer', '2026-11-23 10:30', 'proposed'))
    expect(clocks).toMatchObject({
      stage: 'new',
      refusedMoves: ['customer moves 2026-11-23 10:30'],
    })
  })

  it('when both sides move, then the later record counts, whichever came to light first', () => {
    const rejected = moves('partner', '2026-11-23 10:10', 'rejected')
    const closed = moves('customer', '2026-11-23 10:05', 'closed')
    const reopened = moves('partner', '2026-11-23 10:20', 'inWork')
    const told = clocksOf(filed, rejected, reopened, closed)
    expect(told.stage).toBe('inWork')
    // Closed by then, it could not be rejected any more.
    expect(told.refusedMoves).toEqual([rejected.id])
    expect(clocksOf(filed, closed, reopened, rejected)).toEqual(told)
  })
})

describe('«Требует решения»', () => {
  const filed = registered('2026-11-23 10:00', 2)
  const undecided = [filed, needsDecision('2026-11-23 10:00')]

  it('is where the ticket is until the partner takes it up, and nothing is announced', () => {
    const clocks = clocksOf(...undecided, says('customer', '2026-11-23 10:10'))
    expect(clocks).toMatchObject({ stage: 'decision', isEnforced: false })
  })

  it.each(['new', 'inWork'] as const)('moved to «%s», it is accepted', (stage) => {
    const clocks = clocksOf(...undecided, moves('partner', '2026-11-23 10:30', stage))
    expect(clocks).toMatchObject({ stage, isEnforced: true })
  })

  it('rejected, it is decided without having been accepted', () => {
    const clocks = clocksOf(...undecided, moves('partner', '2026-11-23 10:30', 'rejected'))
    expect(clocks).toMatchObject({ stage: 'rejected', isEnforced: false })
  })
})
