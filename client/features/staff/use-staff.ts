import {
  useMutation,
  type UseMutationReturnType,
  useQuery,
  useQueryClient,
  type UseQueryReturnType,
} from '@tanstack/vue-query'
import { type Staff, staffSchema } from '../../../shared/api/office.ts'
import { useApi } from '../../api/request.ts'

const queryKey = ['staff']

type Change = { userId: number; isDutyManager: boolean }

/** People of the portal, and who of them is duty manager. */
export function useStaff(): {
  staff: UseQueryReturnType<Staff, Error>
  change: UseMutationReturnType<Staff, Error, Change, unknown>
} {
  const api = useApi()
  const queries = useQueryClient()
  return {
    staff: useQuery({ queryKey, queryFn: () => api.get('/api/staff', staffSchema) }),
    change: useMutation({
      mutationFn: ({ userId, isDutyManager }: Change) =>
        api.post(`/api/staff/${String(userId)}`, staffSchema, { isDutyManager }),
      onSuccess: (staff) => queries.setQueryData(queryKey, staff),
    }),
  }
}
