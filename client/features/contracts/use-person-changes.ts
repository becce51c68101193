import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import {
  type PersonChange,
  personChangesSchema,
  type PersonDecision,
} from '../../../shared/api/person-changes.ts'
import { useApi } from '../../api/request.ts'

type Deciding = { changeId: string; decision: PersonDecision }
type Changes = { changes: PersonChange[] }

const lookEveryMs = 15_000

/** What was asked of the partner for one contract, and how he decides. */
export function usePersonChanges(contractId: string) {
  const api = useApi()
  const client = useQueryClient()
  const path = `/api/contracts/${contractId}/changes`
  const key = ['personChanges', contractId]
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: () => api.get(path, personChangesSchema),
    select: ({ changes }) => changes,
    refetchInterval: lookEveryMs,
  })
  const decide: UseMutationReturnType<Changes, Error, Deciding, unknown> = useMutation<
    Changes,
    Error,
    Deciding
  >({
    mutationFn: ({ changeId, decision }) =>
      api.post(`${path}/${changeId}`, personChangesSchema, decision),
    onSuccess: (changes) => {
      client.setQueryData(key, changes)
      return client.invalidateQueries({ queryKey: ['contracts'] })
    },
  })
  return { changes: data, error, decide }
}
