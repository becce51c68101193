import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef, type Ref, ref } from 'vue'
import { type FactsPage, factsPageSchema } from '../../../../shared/api/desk.ts'
import type { FactKind } from '../../../../shared/sla/history.ts'
import { useApi } from '../../../api/request.ts'

/** The facts of a ticket, newest first, page by page; asked for only while they are shown. */
export function useFacts(itemId: number): {
  isShown: Ref<boolean>
  kind: Ref<FactKind | null>
  facts: ComputedRef<FactsPage['facts']>
  first: ComputedRef<FactsPage | undefined>
  error: Ref<Error | null>
  hasMore: Ref<boolean>
  more: () => unknown
} {
  const api = useApi()
  const isShown = ref(false)
  const kind = ref<FactKind | null>(null)
  const query = useInfiniteQuery({
    queryKey: ['facts', itemId, kind],
    enabled: isShown,
    initialPageParam: null as number | null,
    queryFn: ({ pageParam }) => {
      const search = new URLSearchParams({
        ...(pageParam !== null && { before: String(pageParam) }),
        ...(kind.value && { kind: kind.value }),
      })
      const path = `/api/tickets/by-item/${String(itemId)}/facts`
      return api.get(search.size > 0 ? `${path}?${String(search)}` : path, factsPageSchema)
    },
    getNextPageParam: (page) => page.next,
  })
  return {
    isShown,
    kind,
    facts: computed(() => query.data.value?.pages.flatMap((page) => page.facts) ?? []),
    first: computed(() => query.data.value?.pages[0]),
    error: query.error,
    hasMore: query.hasNextPage,
    more: () => query.fetchNextPage(),
  }
}
