import { setTimeout as sleep } from 'node:timers/promises'
import type { Ours, Portals } from '../db/ours.ts'

export type SideBySide = ReturnType<typeof createSideBySide>

/**
 * Work on several portals at once. A portal that does not answer for half a minute keeps nobody else
 * waiting: the step goes on without it and leaves it out until its work has ended.
 */
export function createSideBySide(patienceMs = 1000) {
  const underWay = new Map<string, Promise<unknown>>()

  return {
    /** Those of ours whose work has ended. */
    quiet(ours: Ours): Portals {
      const busy = [...underWay.keys()]
      if (busy.length === 0) return ours
      return ours === 'all' ? { except: busy } : ours.filter((memberId) => !underWay.has(memberId))
    },

    /**
     * @param rows what waits, of any number of portals
     * @returns whether anything was done for those that were quick
     */
    async run<Row extends { memberId: string }>(
      rows: readonly Row[],
      workOn: (memberId: string, rows: readonly Row[]) => Promise<boolean>,
    ): Promise<boolean> {
      let hasWorked = false
      const memberIds = [...new Set(rows.map((row) => row.memberId))]
      const all = memberIds.map((memberId) => {
        const own = rows.filter((row) => row.memberId === memberId)
        const done = workOn(memberId, own)
          .then((worked) => {
            hasWorked ||= worked
          })
          .finally(() => underWay.delete(memberId))
        underWay.set(memberId, done)
        return done
      })
      await patiently(all)
      return hasWorked
    },

    /** @returns whether work is under way; soon, or when it has ended */
    async linger(): Promise<boolean> {
      if (underWay.size === 0) return false
      await patiently([...underWay.values()])
      return true
    },

    /** Resolves when no work is under way. */
    async idle(): Promise<void> {
      await Promise.allSettled(underWay.values())
    },
  }
  async function patiently(works: readonly Promise<unknown>[]): Promise<void> {
    const patience = new AbortController()
    const { signal } = patience
    const enough = sleep(patienceMs, undefined, { signal }).catch(() => undefined)
    await Promise.race([Promise.all(works), enough])
    patience.abort()
  }
}
