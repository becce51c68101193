import { encodePhpForm } from './php-form.ts'
import { type EventHandler, type InstalledApp, type PortalState } from './state.ts'
import { accessTtlMs } from './tokens.ts'
import { type World, clientEndpoint, serverEndpoint } from './world.ts'

const answerTimeoutMs = 30_000

type Occurrence = {
  name: string
  data: Record<string, unknown>
  /** Who did it; null = a robot, a workflow, the system: such events carry no tokens. */
  userId: number | null
}

/** The part of `auth` that even an event without a person has. */
export const eventOrigin = (world: World, portal: PortalState, app: InstalledApp) => ({
  domain: portal.domain,
  server_endpoint: serverEndpoint(world),
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

const asStrings = (value: unknown): unknown => {
  if (value === null || typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return value.map(asStrings)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asStrings(inner)]))
}

/** One POST from the cloud queue: no second try, whatever the handler answers. */
export function post(
  world: World,
  portal: PortalState,
  url: string,
  payload: Record<string, unknown>,
): void {
  world.enqueue(world.switches.eventDelayMs, async () => {
    const sent = asStrings({ ...payload, ts: Math.floor(world.now() / 1000) })
    world.traffic.record({ kind: 'event', portal: portal.domain, payload: sent })
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'user-agent': 'Bitrix24 Webhook Engine',
        },
        body: encodePhpForm(sent as Record<string, unknown>),
        redirect: 'manual',
        signal: AbortSignal.timeout(answerTimeoutMs),
      })
      await response.arrayBuffer()
    } catch {
      // An event that nobody takes is lost: that is the documented delivery.
    }
  })
}

function send(
  world: World,
  portal: PortalState,
  target: { app: InstalledApp; handler: EventHandler },
  what: Occurrence,
) {
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
  for (const app of portal.apps.values()) {
    if (!app.installed || !app.isFinished) continue
    for (const handler of app.handlers) {
      if (!handler.isOffline && handler.event.toUpperCase() === what.name.toUpperCase()) {
        send(world, portal, { app, handler }, what)
      }
    }
  }
}

/** ONCRMDYNAMICITEMADD and its like, for the general and the per-type subscription. */
export function raiseItemEvent(
  world: World,
  portal: PortalState,
  change: {
    action: 'ADD' | 'UPDATE' | 'DELETE'
    entityTypeId: number
    id: number
    userId: number | null
  },
): void {
  const data = { FIELDS: { ID: change.id, ENTITY_TYPE_ID: change.entityTypeId } }
  const name = `ONCRMDYNAMICITEM${change.action}`
  raiseEvent(world, portal, { name, data, userId: change.userId })
  raiseEvent(world, portal, { name: `${name}_${change.entityTypeId}`, data, userId: change.userId })
}

/** In the documented or the field-practice shape, see platform.md doubt 1. */
export function raiseCommentEvent(
  world: World,
  portal: PortalState,
  change: { action: 'Add' | 'Update' | 'Delete'; id: number; userId: number | null },
): void {
  const isDocumented = world.switches.commentEventShape === 'id'
  const name = `onCrmTimelineComment${change.action}`
  raiseEvent(world, portal, {
    name: isDocumented ? name : name.toUpperCase(),
    data: isDocumented ? { ID: change.id } : { FIELDS: { ID: change.id } },
    userId: change.userId,
  })
}
