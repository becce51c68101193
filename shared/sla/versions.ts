import type { Instant } from '../time.ts'

/** A policy, calendar, tariff or list of persons, and the instant from which it holds. */
export type Version<Value> = { holdsFrom: Instant; value: Value }

/**
 * The version in force at an instant: for a ticket, at its registration. Later versions change
 * nothing for it. Of two that hold from the same instant the later in the list counts.
 *
 * @returns null before the first version
 */
export function versionInForce<Value>(
  versions: readonly Version<Value>[],
  at: Instant,
): Version<Value> | null {
  let inForce: Version<Value> | null = null
  for (const version of versions)
    if (version.holdsFrom <= at && version.holdsFrom >= (inForce?.holdsFrom ?? -Infinity))
      inForce = version
  return inForce
}
