import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import type { Ref } from 'vue'
import { type TicketQuestion, ticketQuestionsSchema } from '../../../shared/api/basket.ts'
import { useApi } from '../../api/request.ts'

const lookEveryMs = 15_000

type Ticking = { id: string; isAnswered: boolean }

/** The questions with which a ticket was sent, and which of them have been answered. */
export function useTicketQuestions(itemId: number): {
  questions: Ref<TicketQuestion[] | undefined>
  tick: UseMutationReturnType<TicketQuestion[], Error, Ticking, unknown>
} {
  const api = useApi()
  const client = useQueryClient()
  const key = ['ticketQuestions', itemId]
  const path = `/api/tickets/by-item/${String(itemId)}/questions`
  const { data: questions } = useQuery({
    queryKey: key,
    queryFn: async () => (await api.get(path, ticketQuestionsSchema)).questions,
    refetchInterval: lookEveryMs,
  })
  const tick = useMutation<TicketQuestion[], Error, Ticking>({
    async mutationFn({ id, isAnswered }) {
      return (await api.post(`${path}/${id}`, ticketQuestionsSchema, { isAnswered })).questions
    },
    onSuccess: (fresh) => client.setQueryData(key, fresh),
  })
  return { questions, tick }
}
