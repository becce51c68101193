import { z } from 'zod'
import { weekdays } from '../calendar/civil-day.ts'
import { windowSchema } from '../calendar/schema.ts'
import { isKnownZone } from '../calendar/zone.ts'

/** A user of the partner's portal, and his name as it was when he was chosen. */
export const dutyPersonSchema = z.object({
  id: z.number().int().positive(),
  name: z.string().trim().min(1, 'required').max(200),
})
export type DutyPerson = z.infer<typeof dutyPersonSchema>

/** Hours of some weekdays for which people take turns, a week each. */
export const shiftSchema = z.object({
  days: z.array(z.enum(weekdays)).min(1, 'required').max(7),
  /** Belong to the day, and to the ISO week, in which they start. */
  hours: windowSchema,
  /** In turn. */
  persons: z.array(dutyPersonSchema).min(1, 'required').max(20),
  /** A date of a week that is the first person's. */
  since: z.iso.date('date'),
})
export type Shift = z.infer<typeof shiftSchema>

/** From one date to another, both of them whole, somebody is on duty instead of everybody else. */
export const dutyExceptionSchema = z
  .object({ from: z.iso.date('date'), to: z.iso.date('date'), person: dutyPersonSchema })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'endBeforeStart' })
export type DutyException = z.infer<typeof dutyExceptionSchema>

/** Who is on duty when. Where shifts overlap the earlier one in the list counts, of exceptions the later. */
export const rotaSchema = z.object({
  /** IANA name; every date and time of the rota is meant in it. */
  zone: z.string().refine(isKnownZone, 'unknownZone'),
  shifts: z.array(shiftSchema).max(50),
  exceptions: z.array(dutyExceptionSchema).max(200),
})
export type Rota = z.infer<typeof rotaSchema>
