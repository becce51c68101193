/** How many requests a portal takes (platform.md §3.5); learned from its refusals. */
export type Pace = {
  /** Milliseconds to wait before the next request may go. */
  waitMs(nowMs: number): number
  took(nowMs: number): void
  /** The portal said that these were too many. */
  refused(nowMs: number): void
  /** Requests that it takes a second, as far as we know; null: no limit. */
  perSecond(): number | null
}

/** Requests that a portal takes at once. */
const burst = 50
/** What it then takes a second at least. */
const slowest = 2

type Manner = {
  /** What it takes a second at most; more than that is no limit. */
  fastest: number
  /** After so long at full speed without a refusal more is tried. */
  patienceMs: number
  stepUp: number
}

const cloud: Manner = { fastest: 5, patienceMs: 20_000, stepUp: 1.25 }
/** A box that refuses is short of breath, and soon well again. */
const box: Manner = { fastest: 64, patienceMs: 2_000, stepUp: 2 }

/**
 * A leaky bucket as the portal keeps one. A cloud portal is taken for one of the common plans until
 * it bears more; a box has no bucket until it says otherwise. Times are of a clock that never goes
 * back.
 */
export function createPace(isCloud: boolean): Pace {
  const { fastest, patienceMs, stepUp } = isCloud ? cloud : box
  let rate = isCloud ? slowest : Infinity
  let level = 0
  let leakedAt = 0
  let busySince: number | null = null

  const leak = (nowMs: number): void => {
    level = Math.max(0, level - ((nowMs - leakedAt) / 1000) * rate)
    leakedAt = nowMs
    if (level + 2 < burst) busySince = null
  }

  return {
    waitMs(nowMs) {
      if (rate === Infinity) return 0
      leak(nowMs)
      return Math.max(0, Math.ceil(((level + 1 - burst) / rate) * 1000))
    },

    took(nowMs) {
      if (rate === Infinity) return
      leak(nowMs)
      level += 1
      if (level + 1 < burst) return
      busySince ??= nowMs
      if (nowMs - busySince < patienceMs) return
      const more = rate * stepUp
      if (more <= fastest) rate = more
      else rate = isCloud ? fastest : Infinity
      busySince = nowMs
    },

    refused(nowMs) {
      leakedAt = nowMs
      rate = rate === Infinity ? slowest : Math.max(slowest, rate / stepUp)
      level = burst
      busySince = null
    },

    perSecond: () => (rate === Infinity ? null : rate),
  }
}

/** Portals in Bitrix24's cloud; all others run on somebody's own server. */
export const isCloudHost = (host: string): boolean => /\.bitrix24\.[a-z.]+$/i.test(host)
