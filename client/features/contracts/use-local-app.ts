import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import {
  type LocalAppLink,
  localAppLinkSchema,
  localAppViewSchema,
} from '../../../shared/api/local-app.ts'
import { useApi } from '../../api/request.ts'

const keyOf = (contractId: string) => ['contracts', contractId, 'localApp']

/** Whether the customer's portal works with an app of its own. */
export function useLocalApp(contractId: string) {
  const api = useApi()
  return useQuery({
    queryKey: keyOf(contractId),
    queryFn: () => api.get(`/api/local-apps/${contractId}`, localAppViewSchema),
  })
}

/** A link by which its keys are entered. */
export function useLocalAppLink(
  contractId: string,
): UseMutationReturnType<LocalAppLink, Error, void, unknown> {
  const api = useApi()
  const client = useQueryClient()
  return useMutation<LocalAppLink>({
    mutationFn: () => api.post(`/api/local-apps/${contractId}`, localAppLinkSchema),
    onSuccess: ({ app }) => client.setQueryData(keyOf(contractId), app),
  })
}
