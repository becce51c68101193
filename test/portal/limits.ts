import { RestError } from './rest-error.ts'

/** platform.md §3.5: capacity and leak per second. */
export const tariffs = {
  standard: { capacity: 50, leakPerSecond: 2 },
  enterprise: { capacity: 250, leakPerSecond: 5 },
} as const

export type Tariff = keyof typeof tariffs

const operatingLimitSeconds = 480
const minuteMs = 60_000
const windowMinutes = 10

export const rateLimit = (): RestError =>
  new RestError('QUERY_LIMIT_EXCEEDED', 'Too many requests', { status: 503 })

export const workLimit = (): RestError =>
  new RestError('OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit.', {
    status: 429,
  })

export type Limits = ReturnType<typeof createLimits>

/** A leaky bucket per source, and working time per app and method in ten buckets of a minute. */
export function createLimits(now: () => number) {
  const buckets = new Map<string, { level: number; at: number }>()
  const work = new Map<string, Map<number, number>>()
  const minute = () => Math.floor(now() / minuteMs)

  const levelOf = (source: string, tariff: Tariff): number => {
    const bucket = buckets.get(source) ?? { level: 0, at: now() }
    const leaked = ((now() - bucket.at) / 1000) * tariffs[tariff].leakPerSecond
    return Math.max(0, bucket.level - leaked)
  }
  const recent = (key: string): Map<number, number> => {
    const minutes = work.get(key) ?? new Map<number, number>()
    for (const one of minutes.keys()) if (one <= minute() - windowMinutes) minutes.delete(one)
    work.set(key, minutes)
    return minutes
  }
  const used = (key: string): number => [...recent(key).values()].reduce((sum, one) => sum + one, 0)

  return {
    /** One HTTP hit. @throws RestError 503 when the bucket runs over */
    hit(source: string, tariff: Tariff): void {
      const level = levelOf(source, tariff)
      if (level + 1 > tariffs[tariff].capacity) {
        buckets.set(source, { level, at: now() })
        throw rateLimit()
      }
      buckets.set(source, { level: level + 1, at: now() })
    },
    /** Before a method runs. @throws RestError 429 when its time is used up */
    checkWork(key: string): void {
      if (used(key) >= operatingLimitSeconds) throw workLimit()
    },
    addWork(key: string, seconds: number): void {
      const minutes = recent(key)
      minutes.set(minute(), (minutes.get(minute()) ?? 0) + seconds)
    },
    /** For those who watch: how full each bucket is, and where the working time has gone. */
    usage(tariff: Tariff) {
      const seconds = [...work.keys()].map((key) => ({ key, seconds: used(key) }))
      return {
        levels: Object.fromEntries([...buckets.keys()].map((key) => [key, levelOf(key, tariff)])),
        work: seconds.sort((left, right) => right.seconds - left.seconds).slice(0, 5),
        workLimit: operatingLimitSeconds,
      }
    },
    /** `operating` and `operating_reset_at` of the time block. */
    operating(key: string) {
      const [oldest = minute()] = recent(key).keys()
      return {
        operating_reset_at: ((oldest + windowMinutes) * minuteMs) / 1000,
        operating: used(key),
      }
    },
  }
}
