import { describe, expect, it } from 'vitest'
import {
  beginMove,
  endMove,
  recogniseMove,
  stillExpected,
} from '../../../../server/usecases/own-moves.ts'
import { at } from '../../../support/readings.ts'

const time = (clock: string) => at(`2026-11-23T${clock}Z`)
const row = (stage: 'closed' | 'inWork', clock: string) => ({ stage, at: time(clock) })

/** «Закрыто», written between 08:00:00.4 and 08:00:02. */
const begun = beginMove([], 'closed', time('08:00:00.400'))
const from = time('08:00:00.400')
const written = endMove(begun, from, { now: time('08:00:02'), outcome: 'written' })

describe('our own moves in the stage history', () => {
  it('a row that came while we wrote is ours, once', () => {
    const rest = recogniseMove(written, row('closed', '08:00:00'))
    expect(rest).toEqual([])
    expect(recogniseMove([], row('closed', '08:00:00'))).toBeUndefined()
  })

  it.each([
    ['before', '07:59:59'],
    ['after', '08:00:03'],
  ])('a person’s same move %s is his', (_when, clock) => {
    expect(recogniseMove(written, row('closed', clock))).toBeUndefined()
  })

  it('while nobody knows how the call ended, it may still arrive for ten minutes', () => {
    expect(recogniseMove(begun, row('closed', '08:10:00'))).toEqual([])
    expect(recogniseMove(begun, row('closed', '08:10:01'))).toBeUndefined()
  })

  it('once it is tried again, the first call has ended or will soon', () => {
    const again = beginMove(begun, 'closed', time('08:00:20'))
    const both = endMove(again, time('08:00:20'), { now: time('08:00:21'), outcome: 'written' })
    expect(recogniseMove(both, row('closed', '08:00:50'))).toEqual([])
    expect(recogniseMove(both, row('closed', '08:00:51'))).toBeUndefined()
  })

  it('trying once more makes no second row', () => {
    const lost = endMove(begun, from, { now: time('08:00:05'), outcome: 'unknown' })
    const again = beginMove(lost, 'closed', time('08:00:30'))
    expect(again).toHaveLength(1)
    expect(recogniseMove(again, row('closed', '08:00:04'))).toEqual([])
    expect(recogniseMove(again, row('closed', '08:00:31'))).toEqual([])
    expect(recogniseMove(again, row('closed', '08:00:20'))).toBeUndefined()
  })

  it('what was written before is another row', () => {
    const twice = beginMove(written, 'closed', time('08:00:10'))
    expect(twice).toHaveLength(2)
    expect(recogniseMove(twice, row('closed', '08:00:01'))).toHaveLength(1)
  })

  it('what surely did not happen is not expected, nor what should have come before our next move', () => {
    expect(endMove(begun, from, { now: time('08:00:02'), outcome: 'nothing' })).toEqual([])
    const next = beginMove(written, 'inWork', time('08:00:10'))
    expect(recogniseMove(next, row('inWork', '08:00:11'))).toEqual([])
  })

  it('what a later reading did not see was never written', () => {
    expect(stillExpected(written, time('08:00:02'))).toEqual(written)
    expect(stillExpected(written, time('08:00:03'))).toEqual([])
    expect(stillExpected(begun, time('08:10:00'))).toEqual(begun)
    expect(stillExpected(begun, time('08:10:01'))).toEqual([])
  })
})
