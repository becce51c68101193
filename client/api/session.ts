import { inject, type InjectionKey, provide, type Ref } from 'vue'
import type { Session } from '../../shared/api/session.ts'
import { useApi } from './request.ts'

const sessionKey: InjectionKey<Ref<Session>> = Symbol('session')

export function provideSession(session: Ref<Session>): void {
  provide(sessionKey, session)
}

/** Who asks, from which portal, and where that portal stands. */
export function useSession(): Ref<Session> {
  const session = inject(sessionKey)
  if (!session) throw new Error('useSession outside a connected page')
  return session
}

/** Asks the server again where the portal stands. The returned function throws ApiError. */
export function useSessionRefresh(): () => Promise<void> {
  const api = useApi()
  const session = useSession()
  return async () => {
    session.value = await api.openSession()
  }
}
