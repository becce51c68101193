import type { Clock, Instant } from '../../shared/time.ts'
import type { Exchange } from '../bitrix/exchange.ts'

const sliceMs = 10_000
const slicesOfHour = 360
const slicesOfMinute = 6

type Meter = {
  /** Requests in each slice of ten seconds, by its number modulo an hour. */
  slices: Uint32Array
  /** Number of the newest slice. */
  newest: number
  answeredAt: Instant | null
  refusedAt: Instant | null
}

/** What was asked of a portal lately. */
export type MeterReading = {
  lastMinute: number
  lastHour: number
  answeredAt: Instant | null
  refusedAt: Instant | null
}

export type Meters = ReturnType<typeof createMeters>

/** Counts requests to each portal over the last hour, in 1.5 kB a portal. */
export function createMeters(clock: Clock) {
  const meters = new Map<string, Meter>()

  return {
    count(memberId: string, { error }: Pick<Exchange, 'error'>): void {
      const now = clock.now()
      const meter = forwarded(meterOf(memberId), now)
      const at = meter.newest % slicesOfHour
      meter.slices[at] = (meter.slices[at] ?? 0) + 1
      if (error === null || error.status > 0) meter.answeredAt = now
      if (error?.code === 'QUERY_LIMIT_EXCEEDED') meter.refusedAt = now
    },

    portals: (): string[] => [...meters.keys()],

    read(memberId: string): MeterReading {
      const meter = forwarded(meterOf(memberId), clock.now())
      const { answeredAt, refusedAt } = meter
      const last = (slices: number) => sumOf(meter, slices)
      return {
        lastMinute: last(slicesOfMinute),
        lastHour: last(slicesOfHour),
        answeredAt,
        refusedAt,
      }
    },
  }

  function meterOf(memberId: string): Meter {
    const meter = meters.get(memberId) ?? {
      slices: new Uint32Array(slicesOfHour),
      newest: Math.floor(clock.now() / sliceMs),
      answeredAt: null,
      refusedAt: null,
    }
    meters.set(memberId, meter)
    return meter
  }
}

/** Slices that have passed since are empty. */
function forwarded(meter: Meter, now: Instant): Meter {
  const slice = Math.floor(now / sliceMs)
  if (slice - meter.newest >= slicesOfHour) meter.slices.fill(0)
  else for (let at = meter.newest + 1; at <= slice; at += 1) meter.slices[at % slicesOfHour] = 0
  meter.newest = Math.max(meter.newest, slice)
  return meter
}

function sumOf({ slices, newest }: Meter, count: number): number {
  let sum = 0
  for (let back = 0; back < count; back += 1) sum += slices[(newest - back) % slicesOfHour] ?? 0
  return sum
}
