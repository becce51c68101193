import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import { type MailPage, mailOriginalSchema, mailPageSchema } from '../../../shared/api/mails.ts'
import { useApi } from '../../api/request.ts'

const mailsKey = ['mails']
const lookEveryMs = 30_000

/** What has come in by mail, newest first. */
export function useMails() {
  const api = useApi()
  return useQuery({
    queryKey: mailsKey,
    queryFn: () => api.get('/api/mails', mailPageSchema),
    refetchInterval: lookEveryMs,
  })
}

type Decision = { id: number; what: 'discard' | 'release' }

export function useDecideMail(): UseMutationReturnType<MailPage, Error, Decision, unknown> {
  const api = useApi()
  const client = useQueryClient()
  return useMutation<MailPage, Error, Decision>({
    mutationFn: ({ id, what }) => api.post(`/api/mails/${String(id)}/${what}`, mailPageSchema),
    onSuccess: (page) => client.setQueryData(mailsKey, page),
  })
}

/** The whole text of one mail, fetched when somebody wants to see it. */
export function useOriginal(id: number, isWanted: () => boolean) {
  const api = useApi()
  return useQuery({
    queryKey: [...mailsKey, id],
    queryFn: () => api.get(`/api/mails/${String(id)}/original`, mailOriginalSchema),
    enabled: isWanted,
  })
}
