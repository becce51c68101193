import { useQuery } from '@tanstack/vue-query'
import { conditionSchema } from '../../../shared/api/condition.ts'
import { useApi } from '../../api/request.ts'

const lookEveryMs = 15_000

/** How everything does that is the partner's, looked at again and again. */
export function useCondition() {
  const api = useApi()
  return useQuery({
    queryKey: ['condition'],
    queryFn: () => api.get('/api/condition', conditionSchema),
    refetchInterval: lookEveryMs,
  })
}
