import { z } from 'zod'

const count = z.number().int().nonnegative()

/** How a promise or a duty came out. */
export const outcomeSchema = z.enum(['met', 'breached', 'notNeeded'])
export type Outcome = z.infer<typeof outcomeSchema>

/** How many clocks came out how. What is open is a state of one moment, the rest adds up. */
export const tallySchema = z.object({
  met: count,
  breached: count,
  notNeeded: count,
  open: count,
})
export type Tally = z.infer<typeof tallySchema>

/** Only what is settled. */
export const settledTallySchema = tallySchema.omit({ open: true })
export type SettledTally = z.infer<typeof settledTallySchema>

export const emptyTally: Tally = { met: 0, breached: 0, notNeeded: 0, open: 0 }

/** Kept, of what is settled and was needed; null where that is nothing. From 0 to 1. */
export function complianceOf({ met, breached }: Pick<Tally, 'met' | 'breached'>): number | null {
  return met + breached === 0 ? null : met / (met + breached)
}

/** A compliance in tenths of a per cent, cut: 100 % is said only when nothing was breached. */
export const permilleOf = (tally: Pick<Tally, 'met' | 'breached'>): number | null => {
  const share = complianceOf(tally)
  return share === null ? null : Math.floor(share * 1000 + 1e-9)
}
