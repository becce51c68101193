import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  type UseQueryReturnType,
  useQueryClient,
} from '@tanstack/vue-query'
import {
  type Money,
  moneySchema,
  type StatementAction,
  type StatementView,
  statementViewSchema,
} from '../../../shared/api/money.ts'
import type { NewPackage } from '../../../shared/billing/packages.ts'
import { useApi } from '../../api/request.ts'

/** While a statement is being made. */
const lookEveryMs = 1000

const moneyKey = ['money']

/** Months and packages of the contracts that are the asking person's business. */
export function useMoney() {
  const api = useApi()
  return useQuery({ queryKey: moneyKey, queryFn: () => api.get('/api/money', moneySchema) })
}

export function useSellPackage(
  contractId: string,
): UseMutationReturnType<Money, Error, NewPackage, unknown> {
  const api = useApi()
  const client = useQueryClient()
  return useMutation<Money, Error, NewPackage>({
    mutationFn: (wanted) =>
      api.post(`/api/money/contracts/${contractId}/packages`, moneySchema, wanted),
    onSuccess: (fresh) => client.setQueryData(moneyKey, fresh),
  })
}

/** A contact lets work go on although the month's limit is used up. */
export function useConsent({
  contractId,
  month,
}: {
  contractId: string
  month: string
}): UseMutationReturnType<Money, Error, void, unknown> {
  const api = useApi()
  const client = useQueryClient()
  const path = `/api/money/contracts/${contractId}/months/${month}/consent`
  return useMutation({
    mutationFn: () => api.post(path, moneySchema),
    onSuccess: (fresh) => client.setQueryData(moneyKey, fresh),
  })
}

/** By which an attempt that is repeated stays one package. */
export const newPackageId = (): string => crypto.randomUUID()

/** A contract's statement of a month, and what can be done with it. */
export function useStatement(at: { contractId: string; month: string }): {
  query: UseQueryReturnType<StatementView, Error>
  act: UseMutationReturnType<StatementView, Error, StatementAction, unknown>
} {
  const api = useApi()
  const client = useQueryClient()
  const path = `/api/money/contracts/${at.contractId}/months/${at.month}`
  const key = ['statement', at.contractId, at.month]
  const query = useQuery({
    queryKey: key,
    queryFn: () => api.get(path, statementViewSchema),
    refetchInterval: ({ state }) => (state.data?.progress ? lookEveryMs : false),
  })
  const act = useMutation<StatementView, Error, StatementAction>({
    mutationFn: (action) => api.post(path, statementViewSchema, action),
    onSuccess: async (fresh) => {
      client.setQueryData(key, fresh)
      await client.invalidateQueries({ queryKey: moneyKey })
    },
    onError: () => client.invalidateQueries({ queryKey: key }),
  })
  return { query, act }
}
