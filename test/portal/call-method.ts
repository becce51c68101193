import { performance } from 'node:perf_hooks'
import { findMethod } from './methods/registry.ts'
import { type Call, type Method, type Reply } from './method.ts'
import { RestError } from './rest-error.ts'
import { type RestAnswer } from './types.ts'
import { type Params, isoIn } from './values.ts'

/** The `time` block of every answer. */
export function timeBlock(call: Pick<Call, 'now' | 'portal'>, startedAt: number) {
  const duration = (performance.now() - startedAt) / 1000
  const start = call.now / 1000
  return {
    start,
    finish: start + duration,
    duration,
    processing: duration,
    date_start: isoIn(call.portal.timeZone, call.now),
    date_finish: isoIn(call.portal.timeZone, call.now + duration * 1000),
    operating_reset_at: Math.floor(start) + 600,
    operating: 0,
  }
}

const upperKeys = (params: Params): Params =>
  Object.fromEntries(Object.entries(params).map(([key, value]) => [key.toUpperCase(), value]))

function checkScope(call: Call, method: Method): void {
  if (!call.app || !method.scope.length) return
  if (method.scope.some((scope) => call.app?.scope.includes(scope))) return
  throw new RestError(
    'insufficient_scope',
    'The request requires higher privileges than provided by the access token',
    { status: 403 },
  )
}

/** Runs one method, alone or inside a batch. Throws RestError. */
export async function callMethod(call: Call, name: string, params: Params): Promise<Reply> {
  const method = findMethod(name)
  if (!method) {
    throw new RestError('ERROR_METHOD_NOT_FOUND', 'Method not found!', { status: 404 })
  }
  checkScope(call, method)
  if (method.isAppOnly && !call.app) {
    throw new RestError('WRONG_AUTH_TYPE', 'Current authorization type is denied for this method', {
      status: 403,
    })
  }
  const given = Object.fromEntries(Object.entries(params).filter(([key]) => key !== 'auth'))
  return method.run(call, method.isAnyCase ? upperKeys(given) : given)
}

/** What a call gave, in its envelope; a refusal is an answer too. */
export async function answerWith(call: Call, run: () => Promise<Reply>): Promise<RestAnswer> {
  const startedAt = performance.now()
  try {
    const { result, next, total } = await run()
    const body = {
      result: result ?? null,
      ...(next !== undefined && { next }),
      ...(total !== undefined && { total }),
      time: timeBlock(call, startedAt),
    }
    return { status: 200, body }
  } catch (error) {
    if (error instanceof RestError) return { status: error.status, body: error.body() }
    throw error
  }
}
