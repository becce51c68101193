import { useQuery } from '@tanstack/vue-query'
import { mailChoicesSchema } from '../../../shared/api/mail-choices.ts'
import { useApi } from '../../api/request.ts'

/** Which mails the persons of a contract get. */
export function usePersonsMail(contractId: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['mailChoices', contractId],
    queryFn: () => api.get(`/api/mail-choices/${contractId}`, mailChoicesSchema),
  })
}
