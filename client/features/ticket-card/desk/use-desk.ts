import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import type { Ref } from 'vue'
import { z } from 'zod'
import {
  type CallDesk,
  callDeskSchema,
  callLoggedSchema,
  type NewCall,
} from '../../../../shared/api/calls.ts'
import { type TicketContext, ticketContextSchema } from '../../../../shared/api/desk.ts'
import type { CallMeaning } from '../../../../shared/sla/call-meaning.ts'
import { useApi } from '../../../api/request.ts'

const lookEveryMs = 15_000
const pathOf = (itemId: number) => `/api/tickets/by-item/${String(itemId)}`

/** Contract, persons and environment of the ticket, for engineers. */
export function useTicketContext(itemId: number): {
  context: Ref<TicketContext | undefined>
  error: Ref<Error | null>
  refetch: () => Promise<unknown>
} {
  const api = useApi()
  const { data, error, refetch } = useQuery({
    queryKey: ['ticketContext', itemId],
    queryFn: () => api.get(`${pathOf(itemId)}/context`, ticketContextSchema),
    refetchInterval: lookEveryMs,
  })
  return { context: data, error, refetch }
}

/** Whom to ring up, and logging what came of it. */
export function useCalls(itemId: number): {
  desk: Ref<CallDesk | undefined>
  error: Ref<Error | null>
  log: UseMutationReturnType<CallMeaning, Error, NewCall, unknown>
} {
  const api = useApi()
  const client = useQueryClient()
  const key = ['callDesk', itemId]
  const path = `${pathOf(itemId)}/calls`
  const { data: desk, error } = useQuery({
    queryKey: key,
    queryFn: () => api.get(path, callDeskSchema),
    refetchInterval: lookEveryMs,
  })
  const log = useMutation<CallMeaning, Error, NewCall>({
    mutationFn: async (call) => (await api.post(path, callLoggedSchema, call)).meaning,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: key }),
        client.invalidateQueries({ queryKey: ['ticket'] }),
      ]),
  })
  return { desk, error, log }
}

export type DecisionName = 'level' | 'scope' | 'object' | 'uphold' | 'decline'

/** A decision that our server takes, because no portal has a record for it. */
export type Decision = {
  at: 'level' | 'scope' | 'objection' | 'objection/answer'
  body: Record<string, unknown>
}

export function useDecision(
  itemId: number,
): UseMutationReturnType<unknown, Error, Decision, unknown> {
  const api = useApi()
  const client = useQueryClient()
  return useMutation<unknown, Error, Decision>({
    mutationFn: ({ at, body }) => api.post(`${pathOf(itemId)}/${at}`, z.object({}), body),
    onSettled: () => client.invalidateQueries({ queryKey: ['ticket'] }),
  })
}
