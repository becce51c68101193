import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { pathOf, readParams, sendJson } from '../portal/http.ts'
import { intOf, type Params, textOf } from '../portal/values.ts'
import { readSharedClock } from '../torture/shared-clock.ts'
import { createAnswer, Refusal } from './answer.ts'
import { createCards } from './cards.ts'
import type { Patterns } from './patterns.ts'
import { createPlay } from './play.ts'
import { memberIdOf, type Size } from './plan.ts'

/**
 * All portals and the OAuth server as one process, as thin as can be. It is told what to be by messages:
 * `open` with the patterns, `play`, and `end`, which it answers with what it has seen.
 */
export type Order =
  | { kind: 'open'; size: Size; patterns: Patterns; appUrl: string; speed: number }
  | { kind: 'play' }
  | { kind: 'end' }

export type Seen = {
  /** Requests by portal, only those that were asked. */
  requests: [portal: number, count: number][]
  /** Requests, and commands inside of batches, by method. */
  methods: Record<string, number>
  unknown: Record<string, number>
  news: ReturnType<ReturnType<typeof createPlay>['figures']>
}

const tokenLivesS = 3600
const clock = readSharedClock(process.env.CLOCK_FILE ?? '')
const requests = new Map<number, number>()
const methods = new Map<string, number>()
let renewals = 0
let answer: ReturnType<typeof createAnswer> | undefined
let play: ReturnType<typeof createPlay> | undefined

const server = createServer((request, response) => void serve(request, response))
server.listen(0, 'localhost')
await once(server, 'listening')
const url = `http://localhost:${String((server.address() as AddressInfo).port)}`

function open({ size, patterns, appUrl, speed }: Extract<Order, { kind: 'open' }>): void {
  const cards = createCards({ size, patterns, now: () => clock.now() })
  answer = createAnswer({
    ...{ cards, kinds: patterns.kinds, appUrl: { from: patterns.appUrl, to: appUrl } },
    onWritten: (portal, what, id) => play?.written(portal, what, id),
  })
  play = createPlay({ cards, patterns, size, appUrl, speed, now: () => clock.now() })
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = pathOf(request)
  const params = await readParams(request)
  if (path.startsWith('/oauth/token')) {
    sendJson(response, 200, renew(params))
    return
  }
  const [, portal, method] =
    /^\/p\/(\d+)\/rest\/(?:api\/)?([\w.]+?)(?:\.json)?\/?$/.exec(path) ?? []
  if (portal === undefined || method === undefined || !answer) {
    sendJson(response, 404, { error: 'ERROR_METHOD_NOT_FOUND' })
    return
  }
  count(Number(portal), method)
  const { status, body } = answerOf(answer, Number(portal), { method, params })
  sendJson(response, status, body)
}

function answerOf(
  { call, batch }: NonNullable<typeof answer>,
  portal: number,
  { method, params }: { method: string; params: Params },
): { status: number; body: Params } {
  try {
    const result = method === 'batch' ? batch(portal, params, note) : call(portal, method, params)
    return { status: 200, body: { result, time: timeBlock() } }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { status: error.status, body: { error: error.code, error_description: error.code } }
  }
}

const timeBlock = () => ({ start: clock.now() / 1000, finish: clock.now() / 1000 })

function count(portal: number, method: string): void {
  requests.set(portal, (requests.get(portal) ?? 0) + 1)
  note(method)
}

function note(method: string): void {
  methods.set(method, (methods.get(method) ?? 0) + 1)
}

/** One pair after the other; nobody asks for an old one. */
function renew(params: Params): Params {
  const portal = intOf(/^refresh-(\d+)/.exec(textOf(params['refresh_token']))?.[1]) ?? 0
  renewals += 1
  note('oauth/token')
  return {
    access_token: `access-${String(portal)}-${String(renewals)}`,
    refresh_token: `refresh-${String(portal)}-${String(renewals)}`,
    expires_in: tokenLivesS,
    member_id: memberIdOf(portal),
    client_endpoint: `${url}/p/${String(portal)}/rest/`,
    user_id: 1,
    scope: 'crm',
  }
}

async function end(): Promise<void> {
  await play?.stop()
  const seen: Seen = {
    requests: [...requests],
    methods: Object.fromEntries(methods),
    unknown: Object.fromEntries(answer?.unknown ?? []),
    news: play?.figures() ?? { sent: 0, failed: 0, intakeMs: [], mirrorMs: [], notMirrored: 0 },
  }
  process.send?.(seen)
}

process.on('message', (order: Order) => {
  if (order.kind === 'open') open(order)
  else if (order.kind === 'play') {
    requests.clear()
    methods.clear()
    play?.start()
  } else void end()
})
process.on('disconnect', () => process.exit(0))
process.send?.(url)
