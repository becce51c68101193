import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { ticketViewSchema } from '../../../shared/api/tickets.ts'
import { useApi } from '../../api/request.ts'

const lookEveryMs = 2_000

/** The ticket behind an item; null while it is not registered. */
export function useTicketCard(itemId: () => number) {
  const api = useApi()
  const query = useQuery({
    queryKey: ['ticket', itemId],
    queryFn: () => api.get(`/api/tickets/by-item/${String(itemId())}`, ticketViewSchema),
    refetchInterval: lookEveryMs,
  })
  const ticket = computed(() => query.data.value?.ticket)
  return { ticket, error: query.error, refetch: query.refetch }
}
