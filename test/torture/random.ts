import { createHash } from 'node:crypto'

/** The same choices for the same seed, whatever machine they are made on. */
export type Random = {
  /** 0 ≤ number < 1 */
  next: () => number
  chance: (share: number) => boolean
  below: (limit: number) => number
  pick: <T>(list: readonly [T, ...T[]]) => T
}

export function createRandom(seed: string): Random {
  let count = 0
  const next = (): number => {
    count += 1
    const digest = createHash('sha256')
      .update(`${seed}/${String(count)}`)
      .digest()
    return digest.readUInt32BE(0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (list) => list[below(list.length)] ?? list[0],
  }
}
