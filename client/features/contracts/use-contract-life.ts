import { useMutation, type UseMutationReturnType, useQueryClient } from '@tanstack/vue-query'
import type { ContractDetails, ContractRenewal } from '../../../shared/api/contract-life.ts'
import { type Contract, contractSchema } from '../../../shared/api/contracts.ts'
import { useApi } from '../../api/request.ts'

type Wish =
  | ({ what: 'details' } & ContractDetails)
  | { what: 'end'; reason: string }
  | ({ what: 'renewal' } & ContractRenewal)

/** Describes a contract anew, ends it or lets it go on. */
export function useContractLife(
  contractId: string,
): UseMutationReturnType<Contract, Error, Wish, unknown> {
  const api = useApi()
  const client = useQueryClient()
  return useMutation<Contract, Error, Wish>({
    mutationFn: ({ what, ...body }) =>
      api.post(`/api/contracts/${contractId}/${what}`, contractSchema, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['contracts'] }),
  })
}
