import { type IncomingMessage, type ServerResponse } from 'node:http'
import { authorizeDoor, authorizePath } from './authorize-door.ts'
import { faultSwitch } from './fault-switch.ts'
import { fileDoor, isFilePath } from './file-door.ts'
import { pathOf, readParams, sendJson } from './http.ts'
import { restDoor } from './rest-server.ts'
import { type PortalState } from './state.ts'
import { trafficDoor, trafficPath } from './traffic-door.ts'
import { type Portal } from './types.ts'
import { intOf } from './values.ts'
import { isUploadPath, uploadDoor } from './upload-door.ts'
import { type World } from './world.ts'

/** `POST /_emulator/token {"userId":n}`: our app's tokens for a script that plays a person. */
async function mintToken(world: World, portal: PortalState, request: IncomingMessage) {
  const userId = intOf((await readParams(request))['userId'])
  const user = portal.users.find(({ id }) => id === userId)
  if (!user) return { status: 404, body: { error: 'NOT_FOUND', error_description: 'No such user' } }
  if (!portal.app.installed) {
    const body = { error: 'NOT_INSTALLED', error_description: 'The app is not installed' }
    return { status: 409, body }
  }
  const { clientId } = portal.app
  const grant = { memberId: portal.memberId, userId: user.id, clientId, isPerson: true }
  return { status: 200, body: world.tokens.issue(grant) }
}

async function tryExtraRoutes(
  world: World,
  exchange: { request: IncomingMessage; response: ServerResponse },
  portal: Portal,
): Promise<boolean> {
  for (const route of world.options.extraRoutes ?? []) {
    if (await route(exchange.request, exchange.response, portal)) return true
  }
  return false
}

/** What stays open to people who look for a fault, whatever has befallen the portal. */
async function debugDoor(
  world: World,
  state: PortalState,
  exchange: { request: IncomingMessage; response: ServerResponse; path: string },
): Promise<boolean> {
  const { request, response, path } = exchange
  if (path === '/_emulator/faults') {
    const { status, body } = await faultSwitch(state, request)
    sendJson(response, status, body)
    return true
  }
  if (path !== trafficPath && !path.startsWith(`${trafficPath}/`)) return false
  await trafficDoor(world, exchange)
  return true
}

/** A portal that is down answers nobody; one that has moved redirects from its former address. */
function isAway(
  state: PortalState,
  { request, response, path }: { request: IncomingMessage; response: ServerResponse; path: string },
): boolean {
  if (state.faults.state('portalDown')) {
    request.socket.destroy()
    return true
  }
  if (request.headers.host !== state.formerDomain) return false
  response.writeHead(302, { location: `${state.url}${path}` }).end()
  return true
}

type Visit = { request: IncomingMessage; response: ServerResponse; path: string; face: Portal }

type Door = {
  leads: (path: string, method: string | undefined) => boolean
  open: (world: World, state: PortalState, visit: Visit) => unknown
}

/** The first that leads there is taken. */
const doors: readonly Door[] = [
  { leads: isFilePath, open: fileDoor },
  { leads: (path) => path === authorizePath, open: authorizeDoor },
  { leads: (path, method) => isUploadPath(path) && method === 'POST', open: uploadDoor },
  { leads: (path) => path.startsWith('/rest/'), open: restDoor },
  { leads: (path, method) => path === '/_emulator/token' && method === 'POST', open: tokenDoor },
]

async function tokenDoor(world: World, state: PortalState, { request, response }: Visit) {
  const { status, body } = await mintToken(world, state, request)
  sendJson(response, status, body)
}

/** The door of one portal: files, REST, the emulator's own address, then the portal's pages. */
export const portalDoor =
  (world: World, state: PortalState, face: Portal) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = pathOf(request)
    if (await debugDoor(world, state, { request, response, path })) return
    if (isAway(state, { request, response, path })) return
    const open = doors.find(({ leads }) => leads(path, request.method))?.open
    if (open) {
      await open(world, state, { request, response, path, face })
      return
    }
    if (await tryExtraRoutes(world, { request, response }, face)) return
    sendJson(response, 404, { error: 'NOT_FOUND', error_description: 'No such page' })
  }
