import type { CalendarException } from './schema.ts'

/** What the contract says about one date. Pure. @param on 'YYYY-MM-DD' */
export const exceptionsOn = (
  exceptions: readonly CalendarException[],
  on: string,
): CalendarException[] => exceptions.filter((exception) => exception.on === on)

/** Exceptions in the order of their dates, with those of one date replaced; null: as usual. Pure. */
export function withException(
  exceptions: readonly CalendarException[],
  on: string,
  exception: CalendarException | null,
): CalendarException[] {
  const others = exceptions.filter((one) => one.on !== on)
  return inOrder(exception ? [...others, exception] : others)
}

/**
 * The exceptions of one year once more on the same dates of another one; dates that have one there
 * already keep it, and 29 February goes where there is one. Pure.
 */
export function withCopiedYear(
  exceptions: readonly CalendarException[],
  from: number,
  to: number,
): CalendarException[] {
  const taken = new Set(exceptions.map(({ on }) => on))
  const copies = exceptions
    .filter(({ on }) => yearOf(on) === from)
    .map((exception) => ({ ...exception, on: `${String(to)}${exception.on.slice(4)}` }))
    .filter(({ on }) => exists(on) && !taken.has(on))
  return inOrder([...exceptions, ...copies])
}

const yearOf = (date: string) => Number(date.slice(0, 4))

/** A date that does not exist is read as a later one. */
const exists = (date: string) => {
  const at = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date)
}

const inOrder = (exceptions: readonly CalendarException[]) =>
  exceptions.toSorted((one, other) => one.on.localeCompare(other.on))
