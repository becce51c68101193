import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import { type OnCall, type OnCallChange, onCallSchema } from '../../../shared/api/on-call.ts'
import { useApi } from '../../api/request.ts'

const key = ['onCall']
const path = '/api/on-call'

/** The rota, the duty manager and the quiet hours of the portal. */
export function useOnCall() {
  const api = useApi()
  return useQuery({ queryKey: key, queryFn: () => api.get(path, onCallSchema) })
}

export function useChangeOnCall(): UseMutationReturnType<OnCall, Error, OnCallChange, unknown> {
  const api = useApi()
  const client = useQueryClient()
  return useMutation<OnCall, Error, OnCallChange>({
    mutationFn: (change) => api.post(path, onCallSchema, change),
    onSuccess: (fresh) => client.setQueryData(key, fresh),
  })
}
