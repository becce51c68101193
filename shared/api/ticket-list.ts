import { z } from 'zod'
import { levelSchema } from '../sla/level.ts'
import { ticketRowSchema } from './ticket-row.ts'

/**
 * Which tickets are shown: `open` not over, `awaiting` the customer's answer or confirmation,
 * `overdue` an open promise or duty is breached, `over` closed or rejected.
 */
export const ticketViews = ['open', 'awaiting', 'overdue', 'over', 'all'] as const
export const ticketViewNameSchema = z.enum(ticketViews)
export type TicketViewName = z.infer<typeof ticketViewNameSchema>

/** `due`: what is due next first, then what waits for nobody, newest first. */
export const ticketSortSchema = z.enum(['due', 'newest'])
export type TicketSort = z.infer<typeof ticketSortSchema>

/** Where a page ends: the sorted value and the id of its last ticket, so that news shift nothing. */
const cursorSchema = z
  .string()
  .regex(/^\d{1,16}:[\w-]{1,100}$/)
  .transform((text) => {
    const [key = '', id = ''] = text.split(':')
    return { key: Number(key), id }
  })

/** GET /api/tickets?view=…: a page of at most 50. */
export const ticketListQuerySchema = z.object({
  view: ticketViewNameSchema.default('all'),
  level: z.coerce.number().pipe(levelSchema).optional(),
  sort: ticketSortSchema.default('newest'),
  /** Every word occurs in number, title, description or the customer's name, in any letter case. */
  search: z.string().max(200).default(''),
  after: cursorSchema.optional(),
})
export type TicketListQuery = z.infer<typeof ticketListQuerySchema>

export const ticketListSchema = z.object({
  tickets: z.array(ticketRowSchema),
  /** The `after` of the next page; null on the last. */
  next: z.string().nullable(),
  /** Of all tickets of the portal, whatever is searched for. */
  counts: z.record(ticketViewNameSchema, z.number()),
})
export type TicketList = z.infer<typeof ticketListSchema>
