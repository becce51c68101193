import { z } from 'zod'

const number = z.number().int()

/** The first thing that does not agree. Tickets are named by their numbers, days by their dates. */
export const findingSchema = z.discriminatedUnion('kind', [
  /** A fact was changed, moved or taken out; `seq` counts from 1. */
  z.object({
    kind: z.literal('fact'),
    number,
    seq: number,
    problem: z.enum(['sequence', 'malformed', 'hash']),
  }),
  /** The whole history was written anew, or its end cut off: it is not what the day's root holds. */
  z.object({ kind: z.literal('history'), number, day: z.string() }),
  /** The root of the day holds a ticket that is not there. */
  z.object({ kind: z.literal('ticketGone'), day: z.string() }),
  /** The root is not tied to the one before, or its parts were changed. */
  z.object({ kind: z.literal('root'), day: z.string() }),
  /** The portal holds another root for the day, or one that is not there. */
  z.object({ kind: z.literal('heldRoot'), day: z.string() }),
  /** The portal holds a root of a day whose records were lost; a backup from before was restored. */
  z.object({ kind: z.literal('restored'), day: z.string() }),
  z.object({ kind: z.literal('terms'), version: number }),
  /** What is shown is not what follows from the facts. */
  z.object({ kind: z.literal('clock'), number }),
  z.object({ kind: z.literal('statement'), month: z.string() }),
])
export type Finding = z.infer<typeof findingSchema>
