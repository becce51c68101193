import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import {
  type PersonChangeInput,
  type PersonsView,
  personsViewSchema,
} from '../../../shared/api/person-changes.ts'
import { useApi } from '../../api/request.ts'

const key = ['persons']
const lookEveryMs = 15_000

/** The portal's own contract, its persons, and what has been asked for. */
export function usePersons() {
  const api = useApi()
  return useQuery({
    queryKey: key,
    queryFn: () => api.get('/api/persons', personsViewSchema),
    refetchInterval: lookEveryMs,
  })
}

type Asking<Input> = UseMutationReturnType<PersonsView, Error, Input, unknown>

/** What an organisational contact asks for, and takes back. */
export function useAskForChange(): {
  ask: Asking<PersonChangeInput>
  withdraw: Asking<string>
} {
  const api = useApi()
  const client = useQueryClient()
  const onSuccess = (view: PersonsView) => client.setQueryData(key, view)
  return {
    ask: useMutation<PersonsView, Error, PersonChangeInput>({
      mutationFn: (change) => api.post('/api/persons/changes', personsViewSchema, change),
      onSuccess,
    }),
    withdraw: useMutation<PersonsView, Error, string>({
      mutationFn: (id) => api.delete(`/api/persons/changes/${id}`, personsViewSchema),
      onSuccess,
    }),
  }
}
