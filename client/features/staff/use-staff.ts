import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { staffSchema } from '../../../shared/api/office.ts'
import { useApi } from '../../api/request.ts'

const queryKey = ['staff']

/** People of the portal, and who of them is duty manager. */
export function useStaff() {
  const api = useApi()
  const queries = useQueryClient()
  return {
    staff: useQuery({ queryKey, queryFn: () => api.get('/api/staff', staffSchema) }),
    change: useMutation({
      mutationFn: ({ userId, isDutyManager }: { userId: number; isDutyManager: boolean }) =>
        api.post(`/api/staff/${String(userId)}`, staffSchema, { isDutyManager }),
      onSuccess: (staff) => queries.setQueryData(queryKey, staff),
    }),
  }
}
