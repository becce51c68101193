import { createHash } from 'node:crypto'
import { post } from './cloud-queue.ts'
import { type EventHandler, type InstalledApp, type PortalState } from './state.ts'
import { accessTtlMs } from './tokens.ts'
import { intOf } from './values.ts'
import { type World, clientEndpoint, serverEndpoint } from './world.ts'

type Actor = {
  /** Who did it; null = a robot, a workflow, the system: such events carry no tokens. */
  userId: number | null
  /** `auth_connector` of the call that did it. */
  connector: string
}

type Occurrence = Actor & {
  name: string
  data: Record<string, unknown>
}

type Target = { app: InstalledApp; handler: EventHandler }

/** The part of `auth` that even an event without a person has. */
export const eventOrigin = (world: World, portal: PortalState, app: InstalledApp) => ({
  domain: portal.domain,
  server_endpoint: serverEndpoint(world, portal),
  client_endpoint: clientEndpoint(portal),
  member_id: portal.memberId,
  application_token: app.applicationToken,
})

/** With fresh tokens of a person; refresh_token only where the documentation shows it. */
export function eventAuth(
  world: World,
  portal: PortalState,
  app: InstalledApp,
  userId: number,
  hasRefresh: boolean,
) {
  const grant = { memberId: portal.memberId, userId, clientId: app.clientId }
  const pair = hasRefresh
    ? world.tokens.issue(grant)
    : {
        accessToken: world.tokens.issueAccess(grant),
        refreshToken: null,
        expiresIn: accessTtlMs / 1000,
      }
  return {
    access_token: pair.accessToken,
    expires: Math.floor((world.now() + accessTtlMs) / 1000),
    expires_in: pair.expiresIn,
    scope: app.scope.join(','),
    status: app.status,
    user_id: userId,
    ...(pair.refreshToken !== null && { refresh_token: pair.refreshToken }),
    ...eventOrigin(world, portal, app),
  }
}

function send(world: World, portal: PortalState, target: Target, what: Occurrence) {
  const { app, handler } = target
  const userId = handler.authType || what.userId
  const person = portal.users.find((user) => user.id === userId)
  const auth =
    person?.hasAppAccess === true
      ? eventAuth(world, portal, app, person.id, false)
      : eventOrigin(world, portal, app)
  post(world, portal, handler.handler, {
    event: what.name,
    event_handler_id: handler.id,
    data: what.data,
    auth,
  })
}

/** Tells every handler of every finished app that something happened. */
export function raiseEvent(world: World, portal: PortalState, what: Occurrence): void {
  for (const app of portal.apps.values()) tellApp(world, portal, app, what)
}

/** Tells the handlers of one app, when its installation has finished. */
export function tellApp(
  world: World,
  portal: PortalState,
  app: InstalledApp,
  what: Occurrence,
): void {
  if (!app.installed || !app.isFinished) return
  for (const handler of app.handlers) {
    if (handler.event.toUpperCase() !== what.name.toUpperCase()) continue
    if (handler.isOffline) keepOffline(world, portal, { app, handler }, what)
    else send(world, portal, { app, handler }, what)
  }
}

/** A change that was made with the queue's own connector is not put into it. */
function keepOffline(world: World, portal: PortalState, target: Target, what: Occurrence): void {
  const { app, handler } = target
  if (handler.connector !== '' && handler.connector === what.connector) return
  const { clientId } = app
  portal.offline.put({
    at: world.now(),
    event: handler.event,
    data: what.data,
    messageId: createHash('md5')
      .update(JSON.stringify([handler.event, what.data]))
      .digest('hex'),
    connector: handler.connector,
    clientId,
  })
  const tellers = app.handlers.filter((one) => one.event === 'ONOFFLINEEVENT' && !one.isOffline)
  for (const teller of tellers) announceOffline(world, portal, { app, handler: teller }, what)
}

/** ONOFFLINEEVENT: at most one per `minTimeout` seconds and handler. */
function announceOffline(
  world: World,
  portal: PortalState,
  target: Target,
  what: Occurrence,
): void {
  const { app, handler } = target
  const wait = (intOf(handler.options['minTimeout']) ?? 1) * 1000
  if (world.now() - handler.toldAt < wait) return
  handler.toldAt = world.now()
  const userId = handler.authType || what.userId
  post(world, portal, handler.handler, {
    event: 'ONOFFLINEEVENT',
    event_handler_id: handler.id,
    data: [],
    auth:
      userId === null
        ? eventOrigin(world, portal, app)
        : eventAuth(world, portal, app, userId, true),
  })
}

/** Types whose events have names of their own. */
const eventNames: Record<number, string> = { 1: 'LEAD', 2: 'DEAL', 3: 'CONTACT', 4: 'COMPANY' }

/** ONCRMDYNAMICITEMADD and its like, for the general and the per-type subscription. */
export function raiseItemEvent(
  world: World,
  portal: PortalState,
  change: {
    action: 'ADD' | 'UPDATE' | 'DELETE'
    entityTypeId: number
    id: number
  } & Actor,
): void {
  const { action, entityTypeId, id } = change
  const by = { userId: change.userId, connector: change.connector }
  const own = eventNames[entityTypeId]
  if (own !== undefined) {
    raiseEvent(world, portal, { name: `ONCRM${own}${action}`, data: { FIELDS: { ID: id } }, ...by })
    return
  }
  const data = { FIELDS: { ID: id, ENTITY_TYPE_ID: entityTypeId } }
  const name = `ONCRMDYNAMICITEM${action}`
  raiseEvent(world, portal, { name, data, ...by })
  if (!world.switches.hasTypedItemEvents) return
  raiseEvent(world, portal, { name: `${name}_${entityTypeId}`, data, ...by })
}

/** In the documented or the field-practice shape, see platform.md doubt 1. */
export function raiseCommentEvent(
  world: World,
  portal: PortalState,
  change: { action: 'Add' | 'Update' | 'Delete'; id: number } & Actor,
): void {
  const isDocumented = world.switches.commentEventShape === 'id'
  const name = `onCrmTimelineComment${change.action}`
  raiseEvent(world, portal, {
    name: isDocumented ? name : name.toUpperCase(),
    data: isDocumented ? { ID: change.id } : { FIELDS: { ID: change.id } },
    userId: change.userId,
    connector: change.connector,
  })
}
