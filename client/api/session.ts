import { inject, type InjectionKey, provide, type Ref } from 'vue'
import type { Session } from '../../shared/api/session.ts'

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
