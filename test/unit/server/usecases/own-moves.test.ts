import { describe, expect, it } from 'vitest'
import {
  beginMove,
  cancelMove,
  closeMoves,
  endMove,
  isUnderWay,
  recogniseMove,
  stillExpected,
} from '../../../../server/usecases/own-moves.ts'
import { at } from '../../../support/readings.ts'

const time = (clock: string) => at(`2026-11-23T${clock}Z`)
const service = 1
const row = (stage: 'closed' | 'inWork', clock: string, by: number | null = null) => ({
  stage,
  at: time(clock),
  by,
})

/** «Закрыто», written between 08:00:00.4 and 08:00:02. */
const from = time('08:00:00.400')
const begun = beginMove([], from, { stage: 'closed', by: service })
const ended = endMove(begun, from, time('08:00:02'))

describe('our own moves in the stage history', () => {
  it('a row that came while we wrote is ours, once', () => {
    expect(recogniseMove(ended, row('closed', '08:00:00'))).toEqual([])
    expect(recogniseMove([], row('closed', '08:00:00'))).toBeUndefined()
  })

  it.each([
    ['before', '07:59:59'],
    ['after', '08:00:03'],
  ])('a person’s same move %s is his', (_when, clock) => {
    expect(recogniseMove(ended, row('closed', clock))).toBeUndefined()
  })

  it('a row that somebody else made in the same moment is his', () => {
    expect(recogniseMove(ended, row('closed', '08:00:01', service))).toEqual([])
    expect(recogniseMove(ended, row('closed', '08:00:01', 7))).toBeUndefined()
  })

  it('another stage is never ours', () => {
    expect(recogniseMove(ended, row('inWork', '08:00:01'))).toBeUndefined()
  })

  it('however long a call waits for the portal’s leave, its row is ours', () => {
    expect(recogniseMove(begun, row('closed', '08:20:00'))).toEqual([])
  })

  it('a call whose process has died may still arrive for some seconds', () => {
    const closed = closeMoves(begun, time('08:00:20'))
    expect(closed.some(isUnderWay)).toBe(false)
    expect(recogniseMove(closed, row('closed', '08:00:23'))).toEqual([])
    expect(recogniseMove(closed, row('closed', '08:00:24'))).toBeUndefined()
  })

  it('once we write again, the first call has ended or will soon', () => {
    const again = beginMove(begun, time('08:00:20'), { stage: 'closed', by: service })
    const both = endMove(again, time('08:00:20'), time('08:00:21'))
    expect(recogniseMove(both, row('closed', '08:00:23'))).toHaveLength(1)
    expect(recogniseMove(both, row('closed', '08:00:24'))).toBeUndefined()
  })

  it('when somebody moves it in between, then trying once more makes a second row', () => {
    const again = beginMove(ended, time('08:00:30'), { stage: 'closed', by: service })
    const rest = recogniseMove(again, row('closed', '08:00:01'))
    expect(rest && recogniseMove(rest, row('closed', '08:00:31'))).toEqual([])
  })

  it('what surely did not happen is not expected', () => {
    expect(cancelMove(begun, from)).toEqual([])
  })

  it('what a later reading did not see was never written', () => {
    expect(stillExpected(ended, time('08:00:02'))).toEqual(ended)
    expect(stillExpected(ended, time('08:00:03'))).toEqual([])
    expect(stillExpected(begun, time('18:00:00'))).toEqual(begun)
  })
})
