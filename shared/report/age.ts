import { z } from 'zod'
import type { Instant } from '../time.ts'

/** Upper ends, in days of 24 hours since registration; what is older is in the last one. */
export const ageBuckets = [1, 3, 7, 14, 30] as const

const count = z.number().int().nonnegative()

/** Open tickets by how long they have been registered. */
export const agesSchema = z.array(z.object({ upToDays: count.nullable(), count }))
export type Ages = z.infer<typeof agesSchema>

const dayMs = 86_400_000

/** Which column an age belongs to: an age of exactly a day is in the first one. */
export function ageColumn(registeredAt: Instant, now: Instant): number {
  const found = ageBuckets.findIndex((days) => now - registeredAt <= days * dayMs)
  return found === -1 ? ageBuckets.length : found
}

/** Pure; @param registered instants of registration of the open tickets */
export function agesOf(registered: readonly Instant[], now: Instant): Ages {
  const ages: Ages = [...ageBuckets, null].map((upToDays) => ({ upToDays, count: 0 }))
  for (const at of registered) {
    const column = ages[ageColumn(at, now)]
    if (column) column.count += 1
  }
  return ages
}
