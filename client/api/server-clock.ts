import { inject, type InjectionKey, onScopeDispose, provide, readonly, type Ref, ref } from 'vue'
import type { Instant } from '../../shared/time.ts'

/** The server's clock as we know it. */
export type ServerClock = {
  /** Takes over the time that an answer has brought. */
  observe(serverNow: Instant): void
  now(): Instant
}

/**
 * Ticks on from the last answer by a stopwatch: the wall clock of the PC may be wrong or be set
 * while the page is open.
 */
export function createServerClock(stopwatchMs = () => performance.now()): ServerClock {
  let offset = 0
  return {
    observe(serverNow) {
      offset = serverNow - stopwatchMs()
    },
    now: () => Math.round(stopwatchMs() + offset),
  }
}

const nowKey: InjectionKey<Readonly<Ref<Instant>>> = Symbol('server now')

/** Starts the one ticker of the page. */
export function provideServerNow(clock: ServerClock): void {
  const now = ref(clock.now())
  const timer = setInterval(() => {
    now.value = clock.now()
  }, 1000)
  onScopeDispose(() => {
    clearInterval(timer)
  })
  provide(nowKey, readonly(now))
}

/** The server's time, moving once a second. */
export function useServerNow(): Readonly<Ref<Instant>> {
  const now = inject(nowKey)
  if (!now) throw new Error('useServerNow outside a connected page')
  return now
}
