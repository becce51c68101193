import { type IncomingMessage, type ServerResponse } from 'node:http'
import { pathOf, readParams, sendJson, sendPreflight } from './http.ts'
import { type InstalledApp, type PortalState } from './state.ts'
import { type Grant } from './tokens.ts'
import { type Params, intOf, textOf } from './values.ts'
import { type OauthServer } from './types.ts'
import { type World, clientEndpoint, oauthServerOf, oauthUrlOf, serverEndpoint } from './world.ts'

type Answer = { status: number; body: Record<string, unknown> }

const refuse = (status: number, error: string, description: string): Answer => ({
  status,
  body: { error, error_description: description },
})

/** The world as one of the two servers sees it: with its own portals only. */
type Desk = { world: World; server: OauthServer }

const portalOf = ({ world, server }: Desk, memberId: string): PortalState | undefined =>
  world.portals.find((portal) => portal.memberId === memberId && oauthServerOf(portal) === server)

const statusOf = (app: InstalledApp): string => app.status

/** The documented answer of code exchange and refresh. */
function tokenAnswer(world: World, grant: Grant, portal: PortalState, app: InstalledApp): Answer {
  const pair = world.tokens.issue(grant)
  return {
    status: 200,
    body: {
      access_token: pair.accessToken,
      expires: Math.floor(world.now() / 1000) + pair.expiresIn,
      expires_in: pair.expiresIn,
      scope: app.scope.join(','),
      domain: new URL(oauthUrlOf(world, portal)).host,
      server_endpoint: serverEndpoint(world, portal),
      status: statusOf(app),
      client_endpoint: clientEndpoint(portal),
      member_id: portal.memberId,
      user_id: grant.userId,
      refresh_token: pair.refreshToken,
    },
  }
}

function takeGrant(world: World, params: Params): Grant | Answer {
  switch (textOf(params['grant_type'])) {
    case 'refresh_token':
      return (
        world.tokens.takeRefresh(textOf(params['refresh_token'])) ??
        refuse(400, 'invalid_grant', 'Refresh token is expired or used')
      )
    case 'authorization_code':
      return (
        world.tokens.takeCode(textOf(params['code'])) ??
        refuse(400, 'invalid_grant', 'Authorization code is expired or used')
      )
    default:
      return refuse(400, 'invalid_request', 'Unknown grant_type')
  }
}

const isAtWork = (portal: PortalState, userId: number): boolean =>
  portal.users.some(({ id, isActive }) => id === userId && isActive)

const hasScope = (app: InstalledApp, params: Params): boolean =>
  textOf(params['scope'])
    .split(/[ ,]+/)
    .every((one) => one === '' || app.scope.includes(one))

/** Of the common app, and of local ones, which are known as long as they are there. */
const allKeys = ({ options, portals }: World) => [
  options.app,
  ...portals.flatMap(({ app, seed }) => (app.installed ? (seed.localApp ?? []) : [])),
]

function token(desk: Desk, params: Params): Answer {
  const { world } = desk
  const isKnown = allKeys(world).some(
    ({ clientId, clientSecret }) =>
      params['client_id'] === clientId && params['client_secret'] === clientSecret,
  )
  if (!isKnown) {
    return refuse(401, 'invalid_client', 'Application not found or its secret is wrong')
  }
  const grant = takeGrant(world, params)
  return 'status' in grant ? grant : renew(desk, grant, params)
}

function renew(desk: Desk, grant: Grant, params: Params): Answer {
  const { world } = desk
  const portal = portalOf(desk, grant.memberId)
  const app = portal?.apps.get(grant.clientId)
  if (!portal || !app?.installed || grant.clientId !== params['client_id']) {
    return refuse(401, 'invalid_client', 'Application is not installed')
  }
  if (!isAtWork(portal, grant.userId)) {
    return refuse(400, 'invalid_grant', 'The user is dismissed')
  }
  if (!hasScope(app, params)) {
    return refuse(400, 'invalid_scope', 'The application has no such scope')
  }
  if (app.payment.isExpired || portal.faults.state('paymentExpired')) {
    return refuse(402, 'PAYMENT_REQUIRED', 'Payment required')
  }
  return tokenAnswer(world, grant, portal, app)
}

/** platform.md §2.7: whose token this is; beyond `install.uri` the shape is an assumption. */
function appInfo(desk: Desk, params: Params): Answer {
  const { world } = desk
  const grant = world.tokens.find(textOf(params['auth']))
  if (!grant || grant.isRevoked) {
    return refuse(401, 'invalid_token', 'Unable to get application by token')
  }
  if (grant.expiresAt <= world.now()) {
    return refuse(401, 'expired_token', 'The access token provided has expired.')
  }
  const portal = portalOf(desk, grant.memberId)
  const app = portal?.apps.get(grant.clientId)
  if (!portal || !app) return refuse(401, 'invalid_token', 'Unable to get application by token')
  return {
    status: 200,
    body: {
      result: {
        client_id: grant.clientId,
        scope: app.scope.join(','),
        expires: Math.floor(grant.expiresAt / 1000),
        user_id: grant.userId,
        install: {
          installed: app.installed,
          version: String(app.version),
          status: statusOf(app),
          scope: app.scope.join(','),
          domain: portal.domain,
          uri: portal.url,
          client_endpoint: clientEndpoint(portal),
          member_id: portal.memberId,
          member_type: portal.edition === 'box' ? 'box' : 'portal',
        },
      },
    },
  }
}

/** What `GET /_emulator` tells scripts. */
const overview = (world: World) => ({
  oauth: world.oauthUrls.first,
  portals: world.portals.map((portal) => ({
    name: portal.name,
    title: portal.title,
    memberId: portal.memberId,
    url: portal.url,
    edition: portal.edition,
    users: portal.users.map((user) => ({
      id: user.id,
      name: `${user.name} ${user.lastName}`.trim(),
      admin: user.isAdmin,
    })),
    app: { installed: portal.app.installed, version: portal.app.version },
  })),
  app: { url: world.options.app.url },
})

async function moveClock(world: World, params: Params): Promise<Answer> {
  const advanceMs = intOf(params['advanceMs'])
  if (!world.options.advanceClock) return refuse(404, 'NOT_FOUND', 'The clock cannot be moved here')
  if (advanceMs === null || advanceMs < 0) {
    return refuse(400, 'INVALID_REQUEST', 'advanceMs must be a whole number of milliseconds')
  }
  await world.options.advanceClock(advanceMs)
  return { status: 200, body: { now: world.now() } }
}

async function answer(desk: Desk, request: IncomingMessage): Promise<Answer> {
  const { world } = desk
  const path = pathOf(request)
    .replace(/\/$/, '')
    .replace(/\.json$/, '')
  if (path === '/_emulator') return { status: 200, body: overview(world) }
  const params = await readParams(request)
  switch (path) {
    case '/_emulator/clock':
      return moveClock(world, params)
    case '/oauth/token': {
      const result = token(desk, params)
      const grant = textOf(params['grant_type'])
      world.traffic.record({
        kind: 'oauth',
        grant,
        status: result.status,
        error: result.body['error'],
      })
      return result
    }
    case '/rest/app.info': {
      const result = appInfo(desk, params)
      world.traffic.record({ kind: 'oauth', method: 'app.info', status: result.status })
      return result
    }
    default:
      return refuse(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!')
  }
}

/** The door of an OAuth server, which also serves the emulator's own few addresses. */
export const oauthDoor =
  (world: World, server: OauthServer) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'OPTIONS') {
      sendPreflight(response)
      return
    }
    const { status, body } = await answer({ world, server }, request)
    sendJson(response, status, body)
  }
