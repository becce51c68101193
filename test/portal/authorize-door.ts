import { type IncomingMessage, type ServerResponse } from 'node:http'
import { sendJson } from './http.ts'
import { type PortalState } from './state.ts'
import { type Portal } from './types.ts'
import { type World, oauthUrlOf } from './world.ts'

export const authorizePath = '/oauth/authorize/'

type Exchange = { request: IncomingMessage; response: ServerResponse; face: Portal }

/** Sends the logged-in person back to the app's address with a code for 30 s. */
export function authorizeDoor(world: World, portal: PortalState, exchange: Exchange): void {
  const { request, response, face } = exchange
  const query = new URL(request.url ?? '/', portal.url).searchParams
  const userId = world.options.sessionUser?.(request, face) ?? null
  const { app } = portal
  // Failures are shown to the person by the portal; nothing is redirected.
  if (query.get('client_id') !== app.clientId || !app.installed) {
    sendJson(response, 404, { error: 'invalid_client', error_description: 'No such application' })
    return
  }
  if (userId === null) {
    sendJson(response, 401, { error: 'NO_AUTH_FOUND', error_description: 'Log in first' })
    return
  }
  const grant = { memberId: portal.memberId, userId, clientId: app.clientId }
  const target = new URL(world.options.app.url)
  const answer = {
    code: world.tokens.issueCode(grant),
    state: query.get('state') ?? '',
    domain: portal.domain,
    member_id: portal.memberId,
    scope: app.scope.join(','),
    server_domain: new URL(oauthUrlOf(world, portal)).host,
  }
  for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value)
  response.writeHead(302, { location: target.toString() }).end()
}
