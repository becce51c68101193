import { reactive, watch } from 'vue'
import { z } from 'zod'
import {
  type TicketSort,
  ticketSortSchema,
  type TicketViewName,
  ticketViewNameSchema,
} from '../../../shared/api/ticket-list.ts'
import { type Level, levelSchema } from '../../../shared/sla/level.ts'
import { type Frame, useFrame } from '../../bitrix/frame.ts'

const name = 'sla_ticket_filters'

/** What narrows and orders the list. */
export type ListFilters = {
  view: TicketViewName
  level: Level | null
  sort: TicketSort
  search: string
  /** The partner's customers apart, by contract. */
  contract: string | null
  /** Who has taken it; 0: nobody. */
  assignee: number | null
}

const untouched: ListFilters = {
  view: 'open',
  level: null,
  sort: 'due',
  search: '',
  contract: null,
  assignee: null,
}

/** What was kept may be of an older version: what does not fit is as at the beginning. */
export const keptFiltersSchema = z.object({
  view: ticketViewNameSchema.catch(untouched.view),
  level: levelSchema.nullable().catch(untouched.level),
  sort: ticketSortSchema.catch(untouched.sort),
  search: z.string().max(200).catch(untouched.search),
  contract: z.string().max(100).nullable().catch(untouched.contract),
  assignee: z.number().int().nonnegative().nullable().catch(untouched.assignee),
})

/** Filters that stay: kept at the portal for the person, so that they are there in any browser. */
export function useListFilters() {
  const frame = useFrame()
  const filters = reactive<ListFilters>(readKept(frame))
  watch(filters, (now) => {
    const text = JSON.stringify(now)
    frame.keep(name, text === JSON.stringify(untouched) ? '' : text)
  })
  return {
    filters,
    /** The view stays: people are asked about what they do not see, not moved elsewhere. */
    reset: () => Object.assign(filters, { ...untouched, view: filters.view }),
  }
}

function readKept(frame: Frame): ListFilters {
  try {
    return keptFiltersSchema.parse(JSON.parse(frame.kept(name)))
  } catch {
    return { ...untouched }
  }
}

/** The filters as the server is asked. */
export function toQuery(filters: ListFilters, after: string | undefined): string {
  const query = new URLSearchParams({ view: filters.view, sort: filters.sort })
  if (filters.level !== null) query.set('level', String(filters.level))
  if (filters.search.trim() !== '') query.set('search', filters.search.trim())
  if (filters.contract !== null) query.set('contract', filters.contract)
  if (filters.assignee !== null) query.set('assignee', String(filters.assignee))
  if (after !== undefined) query.set('after', after)
  return query.toString()
}
