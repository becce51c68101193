import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import type { z } from 'zod'
import { parkedMailListSchema } from '../../../shared/api/parked.ts'
import { useApi } from '../../api/request.ts'

const parkedMailsKey = ['parked-mails']
const lookEveryMs = 30_000

type ParkedMails = z.infer<typeof parkedMailListSchema>

/** What a mail server has refused for good. */
export function useParkedMails() {
  const api = useApi()
  return useQuery({
    queryKey: parkedMailsKey,
    queryFn: () => api.get('/api/mails/parked', parkedMailListSchema),
    select: ({ mails }) => mails,
    refetchInterval: lookEveryMs,
  })
}

/** Sends one of them again; the list shows what is left. */
export function useRetryParkedMail(): UseMutationReturnType<ParkedMails, Error, number, unknown> {
  const api = useApi()
  const client = useQueryClient()
  return useMutation<ParkedMails, Error, number>({
    mutationFn: (id) => api.post(`/api/mails/parked/${String(id)}/retry`, parkedMailListSchema),
    onSuccess: (left) => client.setQueryData(parkedMailsKey, left),
  })
}
