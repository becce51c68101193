import { useMutation, type UseMutationReturnType, useQuery } from '@tanstack/vue-query'
import { watch } from 'vue'
import { type AcceptLink, type Contract, linkPreviewSchema } from '../../../shared/api/contracts.ts'
import { type Session, sessionSchema } from '../../../shared/api/session.ts'
import { useApi } from '../../api/request.ts'
import { useSession } from '../../api/session.ts'

type Linking = {
  /** The code that was entered, with the agreement that it opens. */
  preview: UseMutationReturnType<{ code: string; contract: Contract }, Error, string, unknown>
  accept: UseMutationReturnType<Session['portal'], Error, AcceptLink, unknown>
}

/** The customer's side of linking: a code opens the agreement, accepting it asks the partner. */
export function useLinkPortal(): Linking {
  const api = useApi()
  const session = useSession()
  const preview = useMutation({
    mutationFn: async (code: string) => ({
      code,
      ...(await api.post('/api/link/preview', linkPreviewSchema, { code })),
    }),
  })
  const accept = useMutation({
    mutationFn: (input: AcceptLink) =>
      api.post('/api/link/accept', sessionSchema.shape.portal, input),
    onSuccess(portal) {
      session.value = { ...session.value, portal }
    },
  })
  return { preview, accept }
}

const lookEveryMs = 3_000

/** Asks until the partner has confirmed; the session then says what comes next. */
export function useLinkWaiting() {
  const api = useApi()
  const session = useSession()
  const asked = useQuery({
    queryKey: ['session'],
    queryFn: () => api.openSession(),
    refetchInterval: lookEveryMs,
    staleTime: 0,
    gcTime: 0,
  })
  watch(asked.data, (fresh) => {
    if (fresh) session.value = fresh
  })
  return asked
}
