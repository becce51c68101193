import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
  type UseQueryReturnType,
} from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'
import { type SetupView, setupViewSchema } from '../../../shared/api/setup.ts'
import { useApi } from '../../api/request.ts'

const key = ['setup']
const lookEveryMs = 700

type SetUp = {
  view: UseQueryReturnType<SetupView, Error>
  start: UseMutationReturnType<SetupView, Error, void, unknown>
  isDone: ComputedRef<boolean>
}

/** The portal's set-up: looked at while it runs, started again when it has failed. */
export function useSetUp(): SetUp {
  const api = useApi()
  const client = useQueryClient()
  const view = useQuery({
    queryKey: key,
    queryFn: () => api.get('/api/setup', setupViewSchema),
    // `idle` may become `running` by another administrator's hand.
    refetchInterval: ({ state }) => (state.data?.state === 'done' ? false : lookEveryMs),
  })
  const start = useMutation({
    mutationFn: () => api.post('/api/setup', setupViewSchema),
    onSuccess: (started) => client.setQueryData(key, started),
  })
  return { view, start, isDone: computed(() => view.data.value?.state === 'done') }
}
