import { type ServerResponse } from 'node:http'
import { type FaultRule, callFaults } from './faults.ts'
import { rateLimit } from './limits.ts'
import { RestError } from './rest-error.ts'
import { type PortalState } from './state.ts'
import { type Params, mapOf, textOf } from './values.ts'

/** Those that hit a whole HTTP call; `methodMissing`, `limit429` and `heavy` hit single methods. */
const ofHttp = callFaults.filter((name) => !['methodMissing', 'limit429', 'heavy'].includes(name))

/** A batch is struck by a fault for any of its commands. */
const targets = (method: string, params: Params): string[] => {
  if (method !== 'batch') return [method]
  const commands = Object.values(mapOf(params['cmd']) ?? {})
  return [method, ...commands.map((command) => textOf(command).split('?')[0] ?? '')]
}

export function strikeCall(
  portal: PortalState,
  method: string,
  params: Params,
): FaultRule | undefined {
  for (const target of targets(method, params)) {
    const rule = portal.faults.strike(ofHttp, target)
    if (rule) return rule
  }
  return undefined
}

const refusals: Partial<Record<FaultRule['fault'], (params: Params) => RestError>> = {
  limit503: rateLimit,
  tokenExpired: () =>
    new RestError('expired_token', 'The access token provided has expired.', { status: 401 }),
  restClosed: () =>
    new RestError('ACCESS_DENIED', 'REST API is available only on commercial plans.', {
      status: 403,
    }),
  portalDeleted: () => new RestError('PORTAL_DELETED', 'Portal is deleted', { status: 500 }),
  quoting: (params) => {
    const sent = JSON.stringify(params).replace(/(%[0-9A-F]{2})+/g, decodeURIComponent)
    return new RestError(`Bad value: ${sent}`, `Bad value: ${sent}`)
  },
}

const html =
  '<html><head><title>500</title></head><body><h1>Internal Server Error</h1></body></html>'

type Exchange = { response: ServerResponse; path: string; params: Params }

/** Ends of a call that are no answer of REST. */
const ends: Partial<Record<FaultRule['fault'], (exchange: Exchange, rule: FaultRule) => void>> = {
  reset: ({ response }) => response.socket?.destroy(),
  html500: ({ response }) => response.writeHead(500, { 'content-type': 'text/html' }).end(html),
  moved: ({ response, path }, { to = '' }) =>
    response.writeHead(302, { location: `${to}${path}` }).end(),
}

/**
 * What happens before the method runs: true when the call is over.
 *
 * @throws RestError for faults that are refusals
 */
export async function sufferBefore(
  rule: FaultRule | undefined,
  exchange: Exchange,
): Promise<boolean> {
  if (!rule) return false
  if (rule.fault === 'slow') await new Promise((resolve) => setTimeout(resolve, rule.ms ?? 1000))
  const refusal = refusals[rule.fault]?.(exchange.params)
  if (refusal) throw refusal
  ends[rule.fault]?.(exchange, rule)
  return ends[rule.fault] !== undefined
}
