import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import { z } from 'zod'
import { type Basket, basketSchema } from '../../../shared/api/basket.ts'
import { useApi } from '../../api/request.ts'

const key = ['basket']
const lookEveryMs = 15_000

/** What the customer's people have collected. */
export function useBasket() {
  const api = useApi()
  return useQuery({
    queryKey: key,
    queryFn: () => api.get('/api/basket', basketSchema),
    refetchInterval: lookEveryMs,
  })
}

type Changing<Input> = UseMutationReturnType<Basket, Error, Input, unknown>

export function useChangeBasket(): {
  add: Changing<string>
  rewrite: Changing<{ id: string; text: string }>
  remove: Changing<string>
  order: Changing<readonly string[]>
} {
  const api = useApi()
  const client = useQueryClient()
  const onSuccess = (basket: Basket) => client.setQueryData(key, basket)
  return {
    add: useMutation<Basket, Error, string>({
      mutationFn: (text) => api.post('/api/basket', basketSchema, { text }),
      onSuccess,
    }),
    rewrite: useMutation<Basket, Error, { id: string; text: string }>({
      mutationFn: ({ id, text }) => api.post(`/api/basket/${id}`, basketSchema, { text }),
      onSuccess,
    }),
    remove: useMutation<Basket, Error, string>({
      mutationFn: (id) => api.delete(`/api/basket/${id}`, basketSchema),
      onSuccess,
    }),
    order: useMutation<Basket, Error, readonly string[]>({
      mutationFn: (ids) => api.post('/api/basket/order', basketSchema, { ids }),
      onSuccess,
    }),
  }
}

/** The questions will go with the item that gets the returned id as its xmlId. */
export function usePromiseBasket(): UseMutationReturnType<
  string,
  Error,
  readonly string[],
  unknown
> {
  const api = useApi()
  return useMutation<string, Error, readonly string[]>({
    async mutationFn(ids) {
      const filingId = crypto.randomUUID()
      await api.post('/api/basket/filing', z.object({}), { filingId, ids })
      return filingId
    },
  })
}
