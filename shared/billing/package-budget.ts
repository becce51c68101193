import type { Month } from './months.ts'
import { holdsIn, inOrder, type Package } from './packages.ts'
import type { Statement } from './statement-shape.ts'

/** What something used of a package, in per-cent minutes. */
export type Use = { packageId: string; percentMinutes: number }

/** How per-cent minutes are paid for: from packages, and what is left with money. */
export type Cover = { packages: Use[]; paidPercentMinutes: number }

export type PackageBudget = ReturnType<typeof createPackageBudget>

/** What is left of the packages when the given statements have been made; used up oldest first. */
export function createPackageBudget(packages: readonly Package[], stated: readonly Statement[]) {
  const ordered = inOrder(packages)
  const left = new Map(ordered.map((one) => [one.id, one.minutes * 100]))
  const take = (id: string, amount: number) => left.set(id, (left.get(id) ?? 0) - amount)
  for (const { lines } of stated)
    for (const line of lines)
      for (const use of line.packages) take(use.packageId, use.percentMinutes)

  return {
    leftOf: (id: string): number => left.get(id) ?? 0,

    /** More than was stated: packages that hold in the month pay while they last. */
    charge(month: Month, percentMinutes: number): Cover {
      const uses: Use[] = []
      let open = percentMinutes
      for (const one of ordered) {
        const used = Math.min(open, left.get(one.id) ?? 0)
        if (used <= 0 || !holdsIn(one, month, ordered)) continue
        take(one.id, used)
        uses.push({ packageId: one.id, percentMinutes: used })
        open -= used
      }
      return { packages: uses, paidPercentMinutes: open }
    },

    /** Less than was stated: money comes back first, then hours to the packages they came from. */
    giveBack(percentMinutes: number, from: Cover): Cover {
      const money = Math.min(percentMinutes, Math.max(0, from.paidPercentMinutes))
      const uses: Use[] = []
      let open = percentMinutes - money
      for (const use of from.packages.toReversed()) {
        const returned = Math.min(open, use.percentMinutes)
        if (returned <= 0) continue
        take(use.packageId, -returned)
        uses.push({ packageId: use.packageId, percentMinutes: -returned })
        open -= returned
      }
      return { packages: uses, paidPercentMinutes: -money }
    },
  }
}
