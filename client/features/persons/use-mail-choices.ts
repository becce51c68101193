import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import {
  type MailChoice,
  type MailChoices,
  mailChoicesSchema,
} from '../../../shared/api/mail-choices.ts'
import { useApi } from '../../api/request.ts'

const key = ['mailChoices']

/** Which mails each authorised person of one's own contract gets. */
export function useMailChoices() {
  const api = useApi()
  return useQuery({
    queryKey: key,
    queryFn: () => api.get('/api/mail-choices', mailChoicesSchema),
  })
}

export function useChooseMail(): UseMutationReturnType<MailChoices, Error, MailChoice, unknown> {
  const api = useApi()
  const client = useQueryClient()
  return useMutation<MailChoices, Error, MailChoice>({
    mutationFn: (choice) => api.post('/api/mail-choices', mailChoicesSchema, choice),
    onSuccess: (choices) => client.setQueryData(key, choices),
  })
}
