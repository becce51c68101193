import { queryOptions } from '@tanstack/vue-query'
import { filingRightSchema } from '../../../shared/api/filing.ts'
import type { Api } from '../../api/request.ts'

const freshMs = 60_000

/**
 * The agreement in force, and whether the person who asks may file. Kept as long as the page lives:
 * the form has to open when our server no longer answers.
 */
export const filingRightQuery = (api: Api) =>
  queryOptions({
    queryKey: ['filing'],
    queryFn: () => api.get('/api/filing', filingRightSchema),
    staleTime: freshMs,
    gcTime: Infinity,
  })
