import { useQuery } from '@tanstack/vue-query'
import { computed, ref } from 'vue'
import { ticketListSchema, type TicketRow } from '../../../shared/api/tickets.ts'
import { useApi } from '../../api/request.ts'
import { useServerNow } from '../../api/server-clock.ts'
import { searchTickets, sortByDue } from './order-tickets.ts'

const lookEveryMs = 3_000

/** The tickets of this portal, next due first, narrowed by what is searched for. */
export function useTicketList() {
  const api = useApi()
  const now = useServerNow()
  const sought = ref('')
  const query = useQuery({
    queryKey: ['tickets'],
    queryFn: () => api.get('/api/tickets', ticketListSchema),
    refetchInterval: lookEveryMs,
  })
  const all = computed(() => query.data.value?.tickets)
  const tickets = computed<TicketRow[]>(() =>
    sortByDue(searchTickets(all.value ?? [], sought.value), now.value),
  )
  return { all, tickets, sought, now, error: query.error, refetch: query.refetch }
}
