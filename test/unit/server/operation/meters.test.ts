import { describe, expect, it } from 'vitest'
import { BitrixError } from '../../../../server/bitrix/errors.ts'
import { createMeters } from '../../../../server/operation/meters.ts'

const noon = Date.parse('2026-11-23T09:00:00Z')
const minuteMs = 60_000

const failure = (code: string, status: number) =>
  new BitrixError({ method: 'crm.item.get', code, status, message: '' })

describe('what is asked of a portal', () => {
  const world = (startsAt = noon) => {
    const clock = { at: startsAt, now: () => clock.at }
    return { clock, meters: createMeters(clock) }
  }

  it('counts by minute and hour, and forgets what is older', () => {
    const { clock, meters } = world()
    for (let minute = 0; minute < 30; minute += 1) {
      for (let call = 0; call < 3; call += 1) meters.count('romashka', { error: null })
      clock.at += minuteMs
    }
    clock.at -= minuteMs
    expect(meters.read('romashka')).toMatchObject({ lastMinute: 3, lastHour: 90 })
    clock.at += 45 * minuteMs
    expect(meters.read('romashka')).toMatchObject({ lastMinute: 0, lastHour: 45 })
    clock.at += 300 * minuteMs
    expect(meters.read('romashka').lastHour).toBe(0)
    meters.count('romashka', { error: null })
    expect(meters.read('romashka')).toMatchObject({ lastMinute: 1, lastHour: 1 })
  })

  it('knows when the portal answered last, and when it was too much for it', () => {
    const { clock, meters } = world()
    meters.count('romashka', { error: failure('NO_ANSWER', 0) })
    expect(meters.read('romashka')).toMatchObject({ answeredAt: null, refusedAt: null })
    clock.at += minuteMs
    meters.count('romashka', { error: failure('QUERY_LIMIT_EXCEEDED', 503) })
    clock.at += minuteMs
    meters.count('romashka', { error: failure('NO_ANSWER', 0) })
    const last = noon + minuteMs
    expect(meters.read('romashka')).toMatchObject({ answeredAt: last, refusedAt: last })
  })

  it('keeps portals apart', () => {
    const { meters } = world()
    meters.count('romashka', { error: null })
    meters.count('vasilek', { error: null })
    meters.count('vasilek', { error: null })
    expect(meters.read('romashka').lastHour).toBe(1)
    expect(meters.portals()).toEqual(['romashka', 'vasilek'])
  })
})
