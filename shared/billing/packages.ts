import { z } from 'zod'
import { type Month, monthSchema } from './months.ts'

/** Prepaid hours: what was agreed. Sold by itself; a statement only says what was used of it. */
const agreedPackage = {
  name: z.string().trim().min(1, 'required').max(200),
  /** Of the single tariff; dearer work uses up more. */
  minutes: z.number().int().positive().max(1_000_000),
  /** What it cost, with VAT. */
  kopecks: z.number().int().nonnegative().max(1_000_000_000_000),
  /** It holds for whole months, both included. */
  fromMonth: monthSchema,
  untilMonth: monthSchema,
  /**
   * What is left after its term: `expires`; or `rollsOver`, and is used, before newer hours, in
   * the months in which a later package holds.
   */
  rest: z.enum(['expires', 'rollsOver']),
}
const isInOrder = ({ fromMonth, untilMonth }: { fromMonth: string; untilMonth: string }) =>
  fromMonth <= untilMonth
const notInOrder = { path: ['untilMonth'], error: 'order' }

/** POST /api/money/contracts/:id/packages; the same id twice is one package. */
export const newPackageSchema = z
  .object({ id: z.uuid(), ...agreedPackage })
  .refine(isInOrder, notInOrder)
export type NewPackage = z.infer<typeof newPackageSchema>

export const packageSchema = z.object({ id: z.string(), ...agreedPackage })
export type Package = z.infer<typeof packageSchema>

/** Oldest first: in this order they are used up. */
export const inOrder = (packages: readonly Package[]): Package[] =>
  packages.toSorted((a, b) => compare(a.fromMonth, b.fromMonth) || compare(a.id, b.id))

/** Whether work of a month may be taken from a package. */
export function holdsIn(one: Package, month: Month, all: readonly Package[]): boolean {
  if (month < one.fromMonth) return false
  if (month <= one.untilMonth) return true
  const isLater = (other: Package) =>
    other.fromMonth > one.fromMonth && other.fromMonth <= month && month <= other.untilMonth
  return one.rest === 'rollsOver' && all.some(isLater)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
