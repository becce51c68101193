import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, watch } from 'vue'
import { ticketListSchema } from '../../../shared/api/ticket-list.ts'
import { useApi } from '../../api/request.ts'
import { toQuery, useListFilters } from './list-filters.ts'
import { useSteadyRows } from './use-steady-rows.ts'

const lookEveryMs = 3_000
const typingPauseMs = 250

/** One page of the portal's tickets, narrowed and ordered by the server, refreshed in its place. */
export function useTicketList() {
  const api = useApi()
  const { filters, reset } = useListFilters()
  /** Where the pages before this one ended; the last one is where this one begins. */
  const ends = ref<string[]>([])
  const asked = useSettled(() => toQuery(filters, undefined), typingPauseMs)
  const path = computed(() => {
    const after = ends.value.at(-1)
    return asked.value + (after === undefined ? '' : `&after=${encodeURIComponent(after)}`)
  })
  const query = useQuery({
    queryKey: ['tickets', path],
    queryFn: () => api.get(`/api/tickets?${path.value}`, ticketListSchema),
    refetchInterval: lookEveryMs,
    placeholderData: keepPreviousData,
  })
  const list = query.data
  const steady = useSteadyRows(computed(() => list.value?.tickets))
  watch(asked, () => {
    ends.value = []
  })
  // Another page is another list: nothing of it has a place to keep.
  watch(query.isPlaceholderData, (isWaiting) => {
    if (!isWaiting) steady.settle()
  })
  return {
    filters,
    reset,
    list,
    ...steady,
    page: computed(() => ends.value.length),
    isTurning: query.isPlaceholderData,
    error: query.error,
    refetch: query.refetch,
    turn: (isForward: boolean) => {
      const next = list.value?.next
      if (!isForward) ends.value = ends.value.slice(0, -1)
      else if (next != null) ends.value = [...ends.value, next]
    },
  }
}

/** A value that is taken over when it has rested: the server is not asked for every letter. */
function useSettled(read: () => string, pauseMs: number) {
  const settled = ref(read())
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(read, (value) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      settled.value = value
    }, pauseMs)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
  })
  return settled
}
