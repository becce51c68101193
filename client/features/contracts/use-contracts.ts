import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import {
  type Contract,
  contractListSchema,
  contractSchema,
  type Invitation,
  invitationListSchema,
  invitationSchema,
  type NewContract,
} from '../../../shared/api/contracts.ts'
import { useApi } from '../../api/request.ts'

const key = ['contracts']
const lookEveryMs = 4_000

/** The partner's contracts; looked at again and again, because a customer may accept at any time. */
export function useContractList() {
  const api = useApi()
  return useQuery({
    queryKey: key,
    queryFn: () => api.get('/api/contracts', contractListSchema),
    select: ({ contracts }) => contracts,
    refetchInterval: lookEveryMs,
  })
}

type Action<Result, Input = void> = UseMutationReturnType<Result, Error, Input, unknown>

export function useCreateContract(): Action<Contract, NewContract> {
  const api = useApi()
  const client = useQueryClient()
  return useMutation<Contract, Error, NewContract>({
    mutationFn: (contract: NewContract) => api.post('/api/contracts', contractSchema, contract),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  })
}

/** Every code that was made for a contract, and what became of it. */
export function useInvitations(contractId: string) {
  const api = useApi()
  return useQuery({
    queryKey: [...key, contractId, 'invitations'],
    queryFn: () => api.get(`/api/contracts/${contractId}/invitations`, invitationListSchema),
    select: ({ invitations }) => invitations,
  })
}

type ContractActions = {
  invite: Action<Invitation>
  revoke: Action<Contract>
  confirm: Action<Contract>
}

/** What the partner's administrator does with one contract. */
export function useContractActions(contractId: string): ContractActions {
  const api = useApi()
  const client = useQueryClient()
  const path = `/api/contracts/${contractId}`
  const onSuccess = () => client.invalidateQueries({ queryKey: key })
  return {
    invite: useMutation<Invitation>({
      mutationFn: () => api.post(`${path}/invitation`, invitationSchema),
      onSuccess,
    }),
    revoke: useMutation<Contract>({
      mutationFn: () => api.delete(`${path}/invitation`, contractSchema),
      onSuccess,
    }),
    confirm: useMutation<Contract>({
      mutationFn: () => api.post(`${path}/confirm`, contractSchema),
      onSuccess,
    }),
  }
}
