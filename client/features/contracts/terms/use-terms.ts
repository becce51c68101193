import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import {
  type NewTerms,
  type TermsHistory,
  termsHistorySchema,
} from '../../../../shared/api/terms.ts'
import { useApi } from '../../../api/request.ts'

const lookEveryMs = 15_000

type Edit<Input> = UseMutationReturnType<TermsHistory, Error, Input, unknown>

/** Versions of one contract's terms, and how a new one is planned or taken back. */
export function useTerms(contractId: string) {
  const api = useApi()
  const client = useQueryClient()
  const path = `/api/contracts/${contractId}/terms`
  const key = ['terms', contractId]
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: () => api.get(path, termsHistorySchema),
    refetchInterval: lookEveryMs,
  })
  const onSuccess = (history: TermsHistory) => {
    client.setQueryData(key, history)
    return client.invalidateQueries({ queryKey: ['contracts'] })
  }
  // Somebody was faster: what he did is shown at once.
  const onError = () => client.invalidateQueries({ queryKey: key })
  const plan: Edit<NewTerms> = useMutation<TermsHistory, Error, NewTerms>({
    mutationFn: (wanted) => api.post(path, termsHistorySchema, wanted),
    ...{ onSuccess, onError },
  })
  const withdraw: Edit<number> = useMutation<TermsHistory, Error, number>({
    mutationFn: (version) => api.delete(`${path}/${String(version)}`, termsHistorySchema),
    ...{ onSuccess, onError },
  })
  return { history: data, error, refetch, plan, withdraw }
}
