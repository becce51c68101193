import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query'
import type { Ref } from 'vue'
import {
  type NewWork,
  type TimerAction,
  type WorkCorrection,
  type WorkLog,
  workLogSchema,
} from '../../../../shared/api/work-log.ts'
import { useApi } from '../../../api/request.ts'

const lookEveryMs = 15_000

/** What needs nothing but a reason. */
export type ReasonedAct = 'withdrawal' | 'objection' | 'answer'

/** What is done to the work log of a ticket; every one answers with the log as it is then. */
export type WorkAct =
  | { kind: 'add'; work: NewWork }
  | { kind: 'correct'; id: string; correction: WorkCorrection }
  | { kind: ReasonedAct; id: string; reason: string }
  | { kind: 'timer'; action: TimerAction }

export function useWorkLog(itemId: number): {
  log: Ref<WorkLog | undefined>
  error: Ref<Error | null>
  refetch: () => Promise<unknown>
  act: UseMutationReturnType<WorkLog, Error, WorkAct, unknown>
} {
  const api = useApi()
  const client = useQueryClient()
  const path = `/api/tickets/by-item/${String(itemId)}/work`
  const key = ['workLog', itemId]
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: () => api.get(path, workLogSchema),
    refetchInterval: lookEveryMs,
  })
  const act = useMutation<WorkLog, Error, WorkAct>({
    mutationFn: (wanted) => {
      const { at, body } = requestOf(wanted)
      return api.post(`${path}${at}`, workLogSchema, body)
    },
    onSuccess: (fresh) => client.setQueryData(key, fresh),
    // What stood in the way may be newer than what is shown.
    onError: () => client.invalidateQueries({ queryKey: key }),
  })
  return { log: data, error, refetch, act }
}

/** By which an attempt that is repeated stays one entry. */
export const newEntryId = (): string => crypto.randomUUID()

function requestOf(wanted: WorkAct): { at: string; body: unknown } {
  switch (wanted.kind) {
    case 'add':
      return { at: '', body: wanted.work }
    case 'correct':
      return { at: `/${wanted.id}`, body: wanted.correction }
    case 'timer':
      return { at: '/timer', body: { action: wanted.action } }
    case 'withdrawal':
    case 'objection':
    case 'answer':
      return { at: `/${wanted.id}/${wanted.kind}`, body: { reason: wanted.reason } }
  }
}
