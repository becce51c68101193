import { z } from 'zod'

const windows = z.array(z.tuple([z.string(), z.string()]))
const byDate = z.record(z.string(), windows).default({})
const instant = z.iso.datetime().transform((text) => Date.parse(text))
const range = z.tuple([instant, instant])

const vectorCalendarSchema = z.object({
  tz: z.string(),
  week: z.partialRecord(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), windows),
  holidays: z.array(z.string()).default([]),
  days: byDate,
  breaks: byDate,
})
export type VectorCalendar = z.infer<typeof vectorCalendarSchema>

const common = { id: z.string(), calendar: z.string().nullable(), expected: z.unknown() }
const from = { ...common, start: instant }
const span = { ...from, end: instant }
const pauses = z.array(range).default([])

const offeredSchema = z.discriminatedUnion('op', [
  z.object({ ...from, op: z.literal('add'), seconds: z.number(), pauses }),
  z.object({ ...from, op: z.literal('sub'), seconds: z.number() }),
  z.object({ ...span, op: z.literal('elapsed'), pauses }),
  z.object({ ...common, op: z.literal('is_open'), at: instant }),
  z.object({
    ...from,
    op: z.literal('periods'),
    count: z.number(),
    direction: z.enum(['forward', 'backward']).default('forward'),
  }),
  z.object({ ...common, op: z.literal('local_to_utc'), tz: z.string(), local: z.string() }),
  z.object({
    ...span,
    op: z.literal('elapsed_segments'),
    segments: z.array(z.tuple([z.string(), instant.nullable()])),
  }),
  z.object({ ...span, op: z.literal('split') }),
  z.object({
    ...span,
    op: z.literal('billable'),
    minimum_seconds: z.number(),
    multiplier: z.number(),
  }),
  z.object({
    ...from,
    op: z.literal('update_series'),
    every_seconds: z.number(),
    count: z.number(),
  }),
])
export type OfferedVector = z.infer<typeof offeredSchema>

/** Targets are hours of open time, never days, so there is no arithmetic in working days. */
const notOfferedSchema = z.object({ ...common, op: z.literal('add_workdays') })

/** A file of business-time vectors: calendars by name, and what is expected of them. */
export const vectorFileSchema = z.object({
  calendars: z.record(z.string(), vectorCalendarSchema),
  vectors: z.array(z.union([offeredSchema, notOfferedSchema])),
})
