import { describe, expect, it } from 'vitest'
import { createServerClock } from '../../../../client/api/server-clock.ts'

describe('server clock', () => {
  it('ticks on from the last answer by the stopwatch, whatever the PC believes', () => {
    let stopwatch = 500
    const clock = createServerClock(() => stopwatch)
    clock.observe(1_000_000)
    stopwatch += 2_000.4
    expect(clock.now()).toBe(1_002_000)
  })

  it('when the server’s time has been moved, then the next answer takes it along', () => {
    let stopwatch = 0
    const clock = createServerClock(() => stopwatch)
    clock.observe(1_000_000)
    stopwatch = 1_000
    clock.observe(9_000_000)
    stopwatch = 1_500
    expect(clock.now()).toBe(9_000_500)
  })
})
