import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
  type UseQueryReturnType,
} from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import {
  type Erased,
  type ErasurePreview,
  erasedSchema,
  erasurePreviewSchema,
  type KnownPeople,
  knownPeopleSchema,
} from '../../shared/api/person-erasure.ts'
import { useApi } from '../api/request.ts'

const path = '/api/party-data/people'
const key = ['people']

/** Of whom something is kept. */
export function useKnownPeople(): UseQueryReturnType<KnownPeople, Error> {
  const api = useApi()
  return useQuery({ queryKey: key, queryFn: () => api.get(path, knownPeopleSchema) })
}

/**
 * What would go of one of them, and its erasure.
 *
 * @param whom 'kind/id'; empty: nobody yet
 */
export function usePersonErasure(whom: Ref<string>): {
  preview: UseQueryReturnType<ErasurePreview, Error>
  erase: UseMutationReturnType<Erased, Error, void, unknown>
} {
  const api = useApi()
  const queries = useQueryClient()
  return {
    preview: useQuery({
      queryKey: computed(() => [...key, whom.value]),
      queryFn: () => api.get(`${path}/${whom.value}`, erasurePreviewSchema),
      enabled: computed(() => whom.value !== ''),
      // What is about to go for ever is not told from memory.
      gcTime: 0,
    }),
    erase: useMutation<Erased>({
      mutationFn: () => api.post(`${path}/${whom.value}/erasure`, erasedSchema),
      // Lists of persons, staff, rota, log: whatever is open may have named them.
      onSuccess: () =>
        queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] !== whom.value }),
    }),
  }
}
