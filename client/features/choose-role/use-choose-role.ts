import { useMutation, type UseMutationReturnType } from '@tanstack/vue-query'
import { type Session, sessionSchema } from '../../../shared/api/session.ts'
import { useApi } from '../../api/request.ts'
import { useSession } from '../../api/session.ts'

/** «Мы оказываем поддержку»; the portal's set-up starts with it. */
export function useChooseRole(): UseMutationReturnType<Session['portal'], Error, void, unknown> {
  const api = useApi()
  const session = useSession()
  return useMutation({
    mutationFn: () => api.post('/api/portal/role', sessionSchema.shape.portal, { role: 'partner' }),
    onSuccess(portal) {
      session.value = { ...session.value, portal }
    },
  })
}
