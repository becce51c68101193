import { type IncomingMessage, type ServerResponse } from 'node:http'
import { runBatch } from './batch.ts'
import { strikeCall, sufferBefore } from './call-faults.ts'
import { answerWith, callMethod } from './call-method.ts'
import { type FaultRule } from './faults.ts'
import { readParams, sendJson, sendPreflight } from './http.ts'
import { type Call } from './method.ts'
import { findMethodName } from './methods/registry.ts'
import { RestError } from './rest-error.ts'
import { type PortalState } from './state.ts'
import { type Grant } from './tokens.ts'
import { type PortalUser, type RestAnswer } from './types.ts'
import { type Params, textOf } from './values.ts'
import { type World, portalNow } from './world.ts'

export type Caller = 'server' | 'tab' | 'person' | 'test'

function callerOf(request: IncomingMessage, grant: Grant | null): Caller {
  if (grant?.isPerson) return 'person'
  if (/b24-js-sdk|sla-desk/i.test(request.headers['user-agent'] ?? '')) return 'server'
  return request.headers.origin === undefined ? 'test' : 'tab'
}

/** A dismissed person's tokens and webhooks are dead. */
const activeUser = (portal: PortalState, userId: number): PortalUser | undefined =>
  portal.users.find(({ id, isActive }) => id === userId && isActive)

/** A call by an incoming webhook: the person's rights, no app. */
function authorizeHook(world: World, portal: PortalState, hook: HookAddress): Call {
  const known = portal.webhooks.find(
    ({ userId, code }) => userId === hook.userId && code === hook.code,
  )
  const user = activeUser(portal, hook.userId)
  if (!known || !user) {
    throw new RestError('INVALID_CREDENTIALS', 'Invalid request credentials', { status: 403 })
  }
  const now = portalNow(world, portal)
  const { scope: webhookScope } = known
  return { world, portal, user, app: null, token: '', now, connector: '', webhookScope }
}

/** Who calls, judged by the token alone. */
export function authorize(world: World, portal: PortalState, token: string): Call {
  const grant = world.tokens.find(token)
  if (grant?.memberId !== portal.memberId) {
    throw new RestError('NO_AUTH_FOUND', 'Wrong authorization data', { status: 401 })
  }
  if (grant.isRevoked) {
    throw new RestError('invalid_token', 'Unable to get application by token', { status: 401 })
  }
  if (grant.expiresAt <= world.now()) {
    throw new RestError('expired_token', 'The access token provided has expired.', { status: 401 })
  }
  const user = activeUser(portal, grant.userId)
  const app = portal.apps.get(grant.clientId)
  if (!user || !app) {
    throw new RestError('NO_AUTH_FOUND', 'Wrong authorization data', { status: 401 })
  }
  if (!user.hasAppAccess) {
    throw new RestError('user_access_error', 'The user does not have access to the application.', {
      status: 403,
    })
  }
  return { world, portal, user, app, token, now: portalNow(world, portal), connector: '' }
}

const withoutTransport = (params: Params): Params =>
  Object.fromEntries(
    Object.entries(params).filter(([key]) => key !== 'auth' && !key.startsWith('bx24_')),
  )

/** Runs a call and writes its line; a batch first writes a line for each of its commands. */
export async function performCall(
  call: Call,
  request: { method: string; params: Params; marks: { caller: Caller; fault?: string } },
): Promise<RestAnswer> {
  const { world, portal } = call
  const method = findMethodName(request.method) ?? request.method
  const params = withoutTransport(request.params)
  const origin = { kind: 'rest', ...request.marks, portal: portal.domain }
  const record = (line: Record<string, unknown>) => {
    world.traffic.record({ ...origin, ...line })
  }
  const answer = await answerWith(call, method, () =>
    method === 'batch'
      ? runBatch(call, params, (sub) => {
          record({ via: 'batch', ...sub, method: findMethodName(sub.method) ?? sub.method })
        })
      : callMethod(call, method, params),
  )
  record({ method, params, ...answer })
  return answer
}

type Exchange = { request: IncomingMessage; response: ServerResponse; path: string }

const methodIn = (path: string): string =>
  path
    .replace(/^\/rest\//, '')
    .replace(/\/$/, '')
    .replace(/\.(json|xml)$/i, '')

type HookAddress = { userId: number; code: string }

/** `1/abc123/crm.item.add` is a webhook's call. */
function hookIn(path: string): { method: string; hook: HookAddress | null } {
  const [, userId, code = '', method = ''] = /^(\d+)\/(\w+)\/(.+)$/.exec(path) ?? []
  return userId === undefined
    ? { method: path, hook: null }
    : { method, hook: { userId: Number(userId), code } }
}

type Asked = {
  method: string
  hook: HookAddress | null
  params: Params
  token: string
  fault: FaultRule | undefined
  marks: { caller: Caller; fault?: string }
}

async function readCall(world: World, portal: PortalState, exchange: Exchange): Promise<Asked> {
  const { request, path } = exchange
  const params = await readParams(request)
  const token = textOf(params['auth']) || bearer(request)
  const { method, hook } = hookIn(methodIn(path))
  const caller = callerOf(request, world.tokens.find(token))
  const fault = strikeCall(portal, method, params)
  return {
    method,
    hook,
    params,
    token,
    fault,
    marks: { caller, ...(fault && { fault: fault.fault }) },
  }
}

/** The answer, or null when a fault has ended the call without one. */
async function answerOf(
  world: World,
  portal: PortalState,
  job: { asked: Asked; exchange: Exchange },
): Promise<RestAnswer | null> {
  const { method, hook, params, token, fault, marks } = job.asked
  try {
    if (await sufferBefore(fault, { ...job.exchange, params })) return null
    checkRate(world, portal, marks.caller)
    if (method.includes('/')) throw unknownPath(method)
    const call = hook ? authorizeHook(world, portal, hook) : authorize(world, portal, token)
    return await performCall(call, { method, params, marks })
  } catch (error) {
    if (!(error instanceof RestError)) throw error
    const answer = { status: error.status, body: error.body() }
    const name = findMethodName(method) ?? method
    const line = { method: name, params: withoutTransport(params), ...answer }
    world.traffic.record({ kind: 'rest', ...marks, portal: portal.domain, ...line })
    return answer
  }
}

/** Everything under /rest/ of one portal. */
export async function restDoor(
  world: World,
  portal: PortalState,
  exchange: Exchange,
): Promise<void> {
  const { request, response } = exchange
  if (request.method === 'OPTIONS') {
    sendPreflight(response)
    return
  }
  const asked = await readCall(world, portal, exchange)
  const answer = await answerOf(world, portal, { asked, exchange })
  if (asked.fault?.fault === 'answerLost') response.socket?.destroy()
  else if (answer) sendJson(response, answer.status, answer.body)
}

/** Boxes know no rate limit; in the cloud every kind of caller stands for an address of its own. */
function checkRate(world: World, portal: PortalState, caller: Caller): void {
  const { tariff } = world.switches
  if (tariff !== null && portal.edition === 'cloud') portal.limits.hit(caller, tariff)
}

const bearer = (request: IncomingMessage): string =>
  /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''

/** REST 3 has none of the methods that this portal has; other paths are nobody's. */
const unknownPath = (method: string): RestError =>
  method.startsWith('api/')
    ? new RestError('ERROR_METHOD_NOT_FOUND', 'Method not found!', { status: 404 })
    : new RestError('INVALID_CREDENTIALS', 'Invalid request credentials', { status: 403 })
