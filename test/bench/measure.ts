/** One line of a bench's result. `ratio` compares with another figure of the same run. */
export type Figure = {
  name: string
  value: number
  unit: 'ops/s' | 'MB' | 'kB' | 'ms' | 's' | 'events' | 'requests'
  ratio?: { to: string; times: number }
  /** What the figure, or its ratio where it has one, has to reach. */
  target?: { atLeast: number } | { below: number }
}

export type Bench = { name: string; run: () => Figure[] | Promise<Figure[]> }

const roundMs = 150
const rounds = 7

/** Median operations per second of some rounds, after three to warm up. */
export function opsPerSecond(operate: (index: number) => unknown): number {
  let sink: unknown
  let index = 0
  const round = (): number => {
    const startedAt = performance.now()
    let count = 0
    let elapsedMs = 0
    // Looks at the time seldom, or looking would be what is measured.
    for (let batch = 1; elapsedMs < roundMs; batch = Math.min(batch * 2, 4096)) {
      for (let step = 0; step < batch; step += 1) sink = operate((index += 1))
      count += batch
      elapsedMs = performance.now() - startedAt
    }
    return (count / elapsedMs) * 1000
  }
  for (let warmUp = 0; warmUp < 3; warmUp += 1) round()
  const speeds = Array.from({ length: rounds }, round).sort((a, b) => a - b)
  if (sink === undefined) throw new Error('The operation gave no result')
  return speeds[Math.floor(rounds / 2)] ?? 0
}

export function comparedWith(figure: Figure, other: Figure): Figure {
  return { ...figure, ratio: { to: other.name, times: figure.value / other.value } }
}

/** Whether a figure reaches its target; null where it has none. */
export function isReached({ value, ratio, target }: Figure): boolean | null {
  if (!target) return null
  const measured = ratio?.times ?? value
  return 'atLeast' in target ? measured >= target.atLeast : measured < target.below
}
