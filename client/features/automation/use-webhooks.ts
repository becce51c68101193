import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import { setupViewSchema, leftOutOf } from '../../../shared/api/setup.ts'
import { type Webhook, webhookListSchema, webhookMadeSchema } from '../../../shared/api/webhooks.ts'
import { useApi } from '../../api/request.ts'

const key = ['webhooks']
const lookEveryMs = 3_000

type Webhooks = { webhooks: Webhook[] }

/** The portal's webhooks with what became of their latest deliveries. */
export function useWebhooks() {
  const api = useApi()
  return useQuery({
    queryKey: key,
    queryFn: () => api.get('/api/webhooks', webhookListSchema),
    select: ({ webhooks }) => webhooks,
    refetchInterval: lookEveryMs,
  })
}

/** Parts of the app that this portal does not offer. */
export function useLeftOut() {
  const api = useApi()
  return useQuery({
    queryKey: ['setup', 'leftOut'],
    queryFn: () => api.get('/api/setup', setupViewSchema),
    select: leftOutOf,
  })
}

export function useAddWebhook(): UseMutationReturnType<
  Webhooks & { secret: string },
  Error,
  string,
  unknown
> {
  const api = useApi()
  const client = useQueryClient()
  return useMutation<Webhooks & { secret: string }, Error, string>({
    mutationFn: (url: string) => api.post('/api/webhooks', webhookMadeSchema, { url }),
    onSuccess: ({ webhooks }) => client.setQueryData(key, { webhooks }),
  })
}

type Act = { id: string; what: 'test' | 'remove' }

/** Sends a test event, or takes the webhook away. */
export function useWebhookAct(): UseMutationReturnType<Webhooks, Error, Act, unknown> {
  const api = useApi()
  const client = useQueryClient()
  return useMutation<Webhooks, Error, Act>({
    mutationFn: ({ id, what }) =>
      what === 'test'
        ? api.post(`/api/webhooks/${id}/test`, webhookListSchema)
        : api.delete(`/api/webhooks/${id}`, webhookListSchema),
    onSuccess: (webhooks) => client.setQueryData(key, webhooks),
  })
}
