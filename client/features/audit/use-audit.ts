import { useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed, reactive } from 'vue'
import {
  type AuditEntry,
  auditFiltersSchema,
  type AuditPage,
  auditPageSchema,
  type AuditSubject,
} from '../../../shared/api/audit.ts'
import { type Api, useApi } from '../../api/request.ts'

/** '' where everything is wanted. */
export type AuditFilters = { contractId: string; by: string; subject: AuditSubject | '' }

const exportPage = 500
/** A journal longer than this is exported in parts, by its filters. */
const mostExported = 20_000

/** Who changed what, page by page, newest first. */
export function useAudit() {
  const api = useApi()
  const filters = reactive<AuditFilters>({ contractId: '', by: '', subject: '' })
  const wanted = computed(() => queryOf(filters))
  const { data: choices } = useQuery({
    queryKey: ['audit', 'filters'],
    queryFn: () => api.get('/api/audit/filters', auditFiltersSchema),
  })
  const query = useInfiniteQuery({
    queryKey: ['audit', wanted],
    queryFn: ({ pageParam }) => readPage(api, wanted.value, { before: pageParam }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }: AuditPage) => next,
  })
  return {
    filters,
    choices,
    entries: computed(() => query.data.value?.pages.flatMap((page) => page.entries)),
    error: query.error,
    refetch: query.refetch,
    hasMore: query.hasNextPage,
    isReadingMore: query.isFetchingNextPage,
    more: query.fetchNextPage,
    /** Everything that the filters let through. */
    readAll: () => readAll(api, wanted.value),
  }
}

async function readAll(api: Api, wanted: string): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = []
  let before: number | null = null
  do {
    const page: AuditPage = await readPage(api, wanted, { before, limit: exportPage })
    entries.push(...page.entries)
    before = page.next
  } while (before !== null && entries.length < mostExported)
  return entries
}

function readPage(
  api: Api,
  wanted: string,
  { before, limit }: { before: number | null; limit?: number },
): Promise<AuditPage> {
  const query = new URLSearchParams(wanted)
  if (before !== null) query.set('before', String(before))
  if (limit !== undefined) query.set('limit', String(limit))
  return api.get(`/api/audit?${query.toString()}`, auditPageSchema)
}

const queryOf = (filters: AuditFilters): string =>
  new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== '')).toString()
