import { useMutation, type UseMutationReturnType, useQueryClient } from '@tanstack/vue-query'
import { z } from 'zod'
import { useApi } from '../../api/request.ts'

/** Erases a contract that has ended, for whoever types the customer's name. */
export function useErasure(
  contractId: string,
): UseMutationReturnType<unknown, Error, string, unknown> {
  const api = useApi()
  const client = useQueryClient()
  return useMutation<unknown, Error, string>({
    mutationFn: (customerName) =>
      api.post(`/api/party-data/${contractId}/erasure`, z.object({}), { customerName }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['contracts'] }),
  })
}
