import type { Instant } from '../time.ts'
import { type Month, monthAt } from './months.ts'
import type { Statement } from './statement-shape.ts'

type Work = { id: string; revision: number; from: Instant; to: Instant }

/**
 * Whole minutes of work that no statement has in its present form, by the month in which it began.
 * Before any minimum or rounding up: what there is still to state.
 */
export function unbilledByMonth(
  entries: readonly Work[],
  stated: readonly Statement[],
  zone: string,
): Map<Month, number> {
  const known = new Set(
    stated.flatMap(({ lines }) =>
      lines.flatMap((line) => line.entries.map(({ id, revision }) => keyOf({ id, revision }))),
    ),
  )
  const minutes = new Map<Month, number>()
  for (const entry of entries) {
    if (known.has(keyOf(entry))) continue
    const month = monthAt(zone, entry.from)
    const worked = Math.round((entry.to - entry.from) / 60_000)
    minutes.set(month, (minutes.get(month) ?? 0) + worked)
  }
  return minutes
}

const keyOf = ({ id, revision }: Pick<Work, 'id' | 'revision'>): string =>
  `${id} ${String(revision)}`
