import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import { type ParkedEffect, parkedListSchema } from '../../../shared/api/parked.ts'
import { troubleListSchema } from '../../../shared/api/troubles.ts'
import { useApi } from '../../api/request.ts'

const parkedKey = ['parked']
const lookEveryMs = 30_000

/** What does not work in one's own portal and, for a partner, in his customers'. */
export function useTroubles() {
  const api = useApi()
  return useQuery({
    queryKey: ['troubles'],
    queryFn: () => api.get('/api/troubles', troubleListSchema),
    select: ({ troubles }) => troubles,
    refetchInterval: lookEveryMs,
  })
}

/** What a portal has refused for good. */
export function useParked() {
  const api = useApi()
  return useQuery({
    queryKey: parkedKey,
    queryFn: () => api.get('/api/parked', parkedListSchema),
    select: ({ parked }) => parked,
    refetchInterval: lookEveryMs,
  })
}

type Parked = { parked: ParkedEffect[] }

/** Tries one of them again; the list shows what is left. */
export function useRetryParked(): UseMutationReturnType<Parked, Error, number, unknown> {
  const api = useApi()
  const client = useQueryClient()
  return useMutation<Parked, Error, number>({
    mutationFn: (id: number) => api.post(`/api/parked/${String(id)}/retry`, parkedListSchema),
    onSuccess: (left) => client.setQueryData(parkedKey, left),
  })
}
