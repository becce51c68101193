import { performance } from 'node:perf_hooks'
import { findMethodOf } from './methods/registry.ts'
import { type Call, type Method, type Reply, scopesOf } from './method.ts'
import { workLimit } from './limits.ts'
import { RestError } from './rest-error.ts'
import { type RestAnswer } from './types.ts'
import { type Params, isoIn, textOf } from './values.ts'

const workKey = ({ app }: Call, name: string): string =>
  `${app?.clientId ?? ''}:${name.toLowerCase()}`

/** The `time` block of every answer. */
export function timeBlock(call: Call, name: string, startedAt: number) {
  const duration = (performance.now() - startedAt) / 1000
  const start = call.now / 1000
  return {
    start,
    finish: start + duration,
    duration,
    processing: duration,
    date_start: isoIn(call.portal.timeZone, call.now),
    date_finish: isoIn(call.portal.timeZone, call.now + duration * 1000),
    ...call.portal.limits.operating(workKey(call, name)),
  }
}

const upperKeys = (params: Params): Params =>
  Object.fromEntries(Object.entries(params).map(([key, value]) => [key.toUpperCase(), value]))

function checkScope(call: Call, method: Method): void {
  const scopes = scopesOf(call)
  if (!scopes || !method.scope.length) return
  if (method.scope.some((scope) => scopes.includes(scope))) return
  throw new RestError(
    'insufficient_scope',
    'The request requires higher privileges than provided by the access token',
    { status: 403 },
  )
}

/** Cloud portals count the working time of each method. */
async function charged(
  call: Call,
  name: string,
  run: () => Reply | Promise<Reply>,
): Promise<Reply> {
  const { portal, world } = call
  if (world.switches.tariff === null || portal.edition === 'box') return run()
  const key = workKey(call, name)
  portal.limits.checkWork(key)
  const startedAt = performance.now()
  try {
    return await run()
  } finally {
    const extraMs = portal.faults.strike(['heavy'], name)?.ms ?? 0
    portal.limits.addWork(key, (performance.now() - startedAt + extraMs) / 1000)
  }
}

const notFound = () => new RestError('ERROR_METHOD_NOT_FOUND', 'Method not found!', { status: 404 })

/** Runs one method, alone or inside a batch. Throws RestError. */
export async function callMethod(call: Call, name: string, params: Params): Promise<Reply> {
  // Pages of the portal itself have no limits and lack nothing.
  const fault =
    scopesOf(call) && call.portal.faults.strike(['methodMissing', 'limit429'], name)?.fault
  if (fault) throw Object.assign(fault === 'limit429' ? workLimit() : notFound(), { fault })
  const method = findMethodOf(call.portal, name)
  if (!method) throw notFound()
  checkScope(call, method)
  if (method.isAppOnly && !call.app) {
    throw new RestError('WRONG_AUTH_TYPE', 'Current authorization type is denied for this method', {
      status: 403,
    })
  }
  const given = Object.fromEntries(Object.entries(params).filter(([key]) => key !== 'auth'))
  const connector = textOf(given['auth_connector'])
  return charged(call, name, () =>
    method.run({ ...call, connector }, method.isAnyCase ? upperKeys(given) : given),
  )
}

/** With the fault that caused it, for the recording. */
export type MarkedAnswer = RestAnswer & { fault?: string }

const refusalOf = (error: RestError): MarkedAnswer => ({
  status: error.status,
  body: error.body(),
  ...(error.fault !== undefined && { fault: error.fault }),
})

/** What a call gave, in its envelope; a refusal is an answer too. */
export async function answerWith(
  call: Call,
  name: string,
  run: () => Promise<Reply>,
): Promise<MarkedAnswer> {
  const startedAt = performance.now()
  try {
    const { result, next, total } = await run()
    const body = {
      result: result ?? null,
      ...(next !== undefined && { next }),
      ...(total !== undefined && { total }),
      time: timeBlock(call, name, startedAt),
    }
    return { status: 200, body }
  } catch (error) {
    if (error instanceof RestError) return refusalOf(error)
    throw error
  }
}
