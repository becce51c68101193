import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import {
  reportContractsSchema,
  type TicketsBehind,
  ticketsBehindPageSchema,
} from '../../../shared/api/report.ts'
import { ticketFiltersSchema } from '../../../shared/api/ticket-list.ts'
import { dashboardSchema } from '../../../shared/report/dashboard.ts'
import { monthlyReportSchema } from '../../../shared/report/monthly-report-shape.ts'
import { useApi } from '../../api/request.ts'

const lookEveryMs = 60_000

type Query = Record<string, string>
const textOf = (query: Query) => new URLSearchParams(query).toString()

/** The figures over all customers, as far as they are narrowed. */
export function useDashboard(query: Ref<Query>) {
  const api = useApi()
  const asked = computed(() => textOf(query.value))
  return useQuery({
    queryKey: ['dashboard', asked],
    queryFn: () => api.get(`/api/report/dashboard?${asked.value}`, dashboardSchema),
    refetchInterval: lookEveryMs,
    placeholderData: keepPreviousData,
  })
}

/** By whose names the figures are called. */
export function useNames() {
  const api = useApi()
  return useQuery({
    queryKey: ['tickets', 'filters'],
    queryFn: () => api.get('/api/tickets/filters', ticketFiltersSchema),
  })
}

/** The tickets behind a figure, page by page. */
export function useTicketsBehind(query: Query) {
  const api = useApi()
  const pages = useInfiniteQuery({
    queryKey: ['tickets-behind', textOf(query)],
    queryFn: ({ pageParam }) => {
      const page = pageParam === null ? query : { ...query, after: String(pageParam) }
      return api.get(`/api/report/tickets?${textOf(page)}`, ticketsBehindPageSchema)
    },
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }: TicketsBehind) => next,
  })
  return {
    total: computed(() => pages.data.value?.pages[0]?.total),
    tickets: computed(() => pages.data.value?.pages.flatMap((page) => page.tickets)),
    error: pages.error,
    refetch: pages.refetch,
    hasMore: pages.hasNextPage,
    more: pages.fetchNextPage,
  }
}

/** Whose months the asking person reads. */
export function useReportContracts() {
  const api = useApi()
  return useQuery({
    queryKey: ['report-contracts'],
    queryFn: () => api.get('/api/report/contracts', reportContractsSchema),
  })
}

/** One month of one contract. */
export function useMonthlyReport(at: Ref<{ contractId: string; month: string }>) {
  const api = useApi()
  return useQuery({
    queryKey: ['monthly-report', at],
    queryFn: () => {
      const { contractId, month } = at.value
      return api.get(`/api/report/contracts/${contractId}/months/${month}`, monthlyReportSchema)
    },
  })
}
