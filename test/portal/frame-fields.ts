import { RestError } from './rest-error.ts'
import { type InstalledApp, type PortalState, randomHex } from './state.ts'
import { type FramePost, type FrameRequest } from './types.ts'
import { type World, serverEndpoint } from './world.ts'

/** Where the frame goes: the app's page, its installer until it has finished, or a handler. */
function handlerOf(world: World, portal: PortalState, request: FrameRequest): string {
  const { app } = portal
  if (request.placement === 'DEFAULT') {
    const { url, installUrl } = world.options.app
    return app.isFinished ? url : (installUrl ?? url)
  }
  const bound = app.placements.filter(({ placement }) => placement === request.placement)
  const chosen = request.handler
    ? bound.find(({ handler }) => handler === request.handler)
    : bound[0]
  if (!chosen) throw new RestError('ERROR_PLACEMENT_NOT_FOUND', 'Placement not found')
  return chosen.handler
}

/** An empty map is written as a PHP program writes it. */
function optionsText(request: FrameRequest): string {
  const options = { ...request.options, ...(request.uri !== undefined && { URI: request.uri }) }
  return Object.keys(options).length ? JSON.stringify(options) : '[]'
}

function frameAction(portal: PortalState, handler: string, appSid: string): string {
  const action = new URL(handler)
  action.searchParams.set('DOMAIN', portal.domain)
  action.searchParams.set('PROTOCOL', '0')
  action.searchParams.set('LANG', portal.language)
  action.searchParams.set('APP_SID', appSid)
  return action.toString()
}

/** The form POST that opens the app's page or a placement (platform.md §1.2). */
export function frameFields(
  world: World,
  portal: PortalState,
  opening: { userId: number; app: InstalledApp; request: FrameRequest },
): FramePost {
  const { app, request, userId } = opening
  const handler = handlerOf(world, portal, request)
  const pair = world.tokens.issue({ memberId: portal.memberId, userId, clientId: app.clientId })
  const appSid = randomHex(16)
  const fields = {
    AUTH_ID: pair.accessToken,
    AUTH_EXPIRES: String(pair.expiresIn),
    REFRESH_ID: pair.refreshToken,
    SERVER_ENDPOINT: serverEndpoint(world, portal),
    APPLICATION_TOKEN: app.applicationToken,
    APPLICATION_SCOPE: app.scope.join(','),
    member_id: portal.memberId,
    status: app.status,
    PLACEMENT: request.placement,
    PLACEMENT_OPTIONS: optionsText(request),
  }
  const payload = {
    ...fields,
    DOMAIN: portal.domain,
    PROTOCOL: '0',
    LANG: portal.language,
    APP_SID: appSid,
  }
  world.traffic.record({ kind: 'frame', portal: portal.domain, payload })
  return {
    action: frameAction(portal, handler, appSid),
    fields,
    windowName: `${portal.domain}|0|${appSid}`,
    appSid,
  }
}
