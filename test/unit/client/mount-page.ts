import b24UiPlugin from '@bitrix24/b24ui-nuxt/vue-plugin'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { mount, type VueWrapper } from '@vue/test-utils'
import { onTestFinished, vi } from 'vitest'
import { type Component, defineComponent, h, ref, type Ref } from 'vue'
import { createApi, provideApi } from '../../../client/api/request.ts'
import { provideServerNow } from '../../../client/api/server-clock.ts'
import { provideSession } from '../../../client/api/session.ts'
import { type Frame, provideFrame } from '../../../client/bitrix/frame.ts'
import { createWords } from '../../../client/i18n/index.ts'
import { words } from '../../../client/i18n/ru.ts'
import type { ErrorCode } from '../../../shared/api/errors.ts'
import { type TicketViewName, ticketViews } from '../../../shared/api/ticket-list.ts'
import type { Session } from '../../../shared/api/session.ts'

export const serverNow = Date.UTC(2026, 10, 23, 7)

export const newSession = (portal: Partial<Session['portal']> = {}): Session => ({
  token: 'token-1',
  expiresAt: serverNow + 600_000,
  portal: {
    memberId: 'm1',
    host: 'portal.example',
    role: null,
    stage: 'new',
    place: null,
    ...portal,
  },
  user: { id: 7, name: 'Анна', isAdmin: true, officeRole: 'administrator' },
})

/** A portal that knows nobody and refuses nothing. */
export const fakeFrame = (over: Partial<Frame> = {}): Frame => ({
  placement: 'DEFAULT',
  itemId: null,
  options: {},
  origin: 'https://portal.example',
  isInstallMode: false,
  lang: 'ru',
  accessToken: () => Promise.resolve({ accessToken: 'access', refreshToken: 'refresh' }),
  call: () => Promise.resolve({}),
  batch: () => Promise.resolve({}),
  selectUsers: () => Promise.resolve([]),
  selectEntities: () => Promise.resolve([]),
  selectClient: () => Promise.resolve(null),
  openItem: () => Promise.resolve(),
  phoneTo: () => undefined,
  closeSlider: () => undefined,
  finishInstall: () => undefined,
  fit: () => undefined,
  kept: () => '',
  keep: () => undefined,
  ...over,
})

export type Answer = (body: unknown) => unknown
export type Asked = { request: string; body: unknown; token: string | null }

export class Refusal {
  readonly code: ErrorCode
  readonly field: string | undefined
  readonly message: string

  constructor(code: ErrorCode, field?: string, message = `refused: ${code}`) {
    this.code = code
    this.field = field
    this.message = message
  }
}

const statusOf: Partial<Record<ErrorCode, number>> = { unauthorized: 401, portalUnavailable: 503 }

/** The server behind `fetch`: answers by 'GET /api/contracts', and what it was asked. */
export function fakeServer(answers: Record<string, Answer>): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const request = `${init.method ?? 'GET'} ${path}`
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    asked.push({ request, body, token: new Headers(init.headers).get('authorization') })
    const answer = answers[request]?.(body) ?? new Refusal('notFound')
    const headers = { 'x-server-now': String(serverNow) }
    if (!(answer instanceof Refusal)) return Promise.resolve(Response.json(answer, { headers }))
    const { code, field, message } = answer
    const refusal = { code, message, requestId: 'r1', field }
    return Promise.resolve(Response.json(refusal, { status: statusOf[code] ?? 422, headers }))
  })
  return asked
}

export type Page = { page: VueWrapper; session: Ref<Session> }

/** Mounts a page as the app does: everything real but the portal around and the server behind. */
export function mountPage(
  component: Component,
  options: { props?: Record<string, unknown>; frame?: Partial<Frame>; session?: Session } = {},
): Page {
  const session = ref(options.session ?? newSession())
  const frame = fakeFrame(options.frame)
  const api = createApi(frame, { boot: 'sealed' })
  const shell = defineComponent({
    setup() {
      provideFrame(frame)
      provideApi(api)
      // The session has been opened by now.
      api.clock.observe(serverNow)
      provideServerNow(api.clock)
      provideSession(session)
      return () => h(component, options.props)
    },
  })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const page = mount(shell, {
    global: { plugins: [createWords('ru', words), b24UiPlugin, [VueQueryPlugin, { queryClient }]] },
    attachTo: document.body,
  })
  // What stays would go on asking, and be heard by the stories that follow.
  onTestFinished(() => {
    page.unmount()
    queryClient.clear()
  })
  return { page, session }
}

export const byTest = (page: VueWrapper, name: string) => page.find(`[data-test="${name}"]`)

/** Waits until the page shows an element with this `data-test`. */
export async function seen(page: VueWrapper, name: string): Promise<void> {
  await vi.waitFor(
    () => {
      if (!byTest(page, name).exists()) throw new Error(`no ${name} in ${page.html()}`)
    },
    { timeout: 10_000 },
  )
}

/** Figures of a list without tickets. */
export const noTickets = Object.fromEntries(ticketViews.map((view) => [view, 0])) as Record<
  TicketViewName,
  number
>
