import { describe, expect, it } from 'vitest'
import { createPace, isCloudHost, type Pace } from '../../../../server/bitrix/pace.ts'

/** Sends as fast as the pace allows. @returns how many requests went within the time */
function sendFor(pace: Pace, fromMs: number, untilMs: number): number {
  let count = 0
  for (let nowMs = fromMs; nowMs < untilMs; count += 1) {
    nowMs += pace.waitMs(nowMs)
    pace.took(nowMs)
    // Nothing goes faster than the network.
    nowMs += 1
  }
  return count
}

describe('pace', () => {
  it('a cloud portal takes fifty at once and then two a second', () => {
    const pace = createPace(true)
    expect(sendFor(pace, 0, 100)).toBeLessThanOrEqual(51)
    const before = sendFor(pace, 100, 10_100)
    expect(before).toBeGreaterThanOrEqual(19)
    expect(before).toBeLessThanOrEqual(21)
  })

  it('one that never refuses is found to take more, but no more than the largest plan', () => {
    const pace = createPace(true)
    sendFor(pace, 0, 200_000)
    const aMinute = sendFor(pace, 200_000, 260_000)
    expect(aMinute).toBeGreaterThan(290)
    expect(aMinute).toBeLessThanOrEqual(301)
  })

  it('after a refusal it goes slower at once', () => {
    const pace = createPace(true)
    sendFor(pace, 0, 200_000)
    pace.refused(200_000)
    expect(pace.waitMs(200_000)).toBeGreaterThan(0)
    expect(sendFor(pace, 200_000, 210_000)).toBeLessThanOrEqual(41)
  })

  it('a box takes what it is given until it refuses', () => {
    const pace = createPace(false)
    expect(sendFor(pace, 0, 1000)).toBe(1000)
    pace.refused(1000)
    expect(pace.waitMs(1000)).toBe(500)
  })

  it('a box that was out of breath once is soon at full speed again', () => {
    const pace = createPace(false)
    pace.refused(0)
    expect(sendFor(pace, 0, 4000)).toBeLessThan(20)
    sendFor(pace, 4000, 20_000)
    expect(sendFor(pace, 20_000, 21_000)).toBe(1000)
  })

  it.each([
    ['martinsoft.bitrix24.ru', true],
    ['acme.bitrix24.com.br', true],
    ['portal.romashka.example', false],
    ['bitrix24.romashka.example', false],
  ])('%s is in the cloud: %s', (host, isCloud) => {
    expect(isCloudHost(host)).toBe(isCloud)
  })
})
