import { z } from 'zod'
import type { Side } from '../sla/history.ts'
import { levelSchema } from '../sla/level.ts'
import { ticketRowSchema } from './ticket-row.ts'

/**
 * Which tickets are shown: `open` not over, `awaiting` the customer's answer or confirmation,
 * `overdue` an open promise or duty is breached, `over` closed or rejected; for the partner also
 * `mine` open and taken by whoever asks, `reaction` and `update` by what is owed next, `decision`
 * waiting to be accepted or refused.
 */
export const ticketViews = [
  'open',
  'mine',
  'reaction',
  'update',
  'awaiting',
  'overdue',
  'decision',
  'over',
  'all',
] as const
export const ticketViewNameSchema = z.enum(ticketViews)
export type TicketViewName = z.infer<typeof ticketViewNameSchema>

const partnersViews = new Set<TicketViewName>(['mine', 'reaction', 'update', 'decision'])

export const viewsOf = (side: Side): TicketViewName[] =>
  ticketViews.filter((view) => side === 'partner' || !partnersViews.has(view))

/** More are not counted: figures stay cheap however many tickets there are, and say «999+». */
export const mostCounted = 1000

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
  /** The partner's customers apart, and who has taken the ticket; 0: nobody. */
  contract: z.string().max(100).optional(),
  assignee: z.coerce.number().int().nonnegative().optional(),
  after: cursorSchema.optional(),
})
export type TicketListQuery = z.infer<typeof ticketListQuerySchema>

export const ticketListSchema = z.object({
  tickets: z.array(ticketRowSchema),
  /** The `after` of the next page; null on the last. */
  next: z.string().nullable(),
  /** Of all tickets of the portal, whatever is searched for; at most `mostCounted`. */
  counts: z.record(ticketViewNameSchema, z.number()),
})
export type TicketList = z.infer<typeof ticketListSchema>

/** GET /api/tickets/filters: by whom and for whom the partner's tickets can be narrowed. */
export const ticketFiltersSchema = z.object({
  contracts: z.array(z.object({ id: z.string(), customerName: z.string() })),
  people: z.array(z.object({ id: z.number().int(), name: z.string() })),
})
export type TicketFilters = z.infer<typeof ticketFiltersSchema>
