import { post } from '../cloud-queue.ts'
import { eventAuth } from '../events.ts'
import { type Call, type MethodMap, reply } from '../method.ts'
import { RestError } from '../rest-error.ts'
import { type EventHandler, type InstalledApp, nextId } from '../state.ts'
import { type Params, intOf, mapOf, textOf } from '../values.ts'
import { checkHandlerUrl } from './handler-url.ts'

const life = [
  'ONAPPUNINSTALL',
  'ONAPPINSTALL',
  'ONAPPUPDATE',
  'ONAPPPAYMENT',
  'ONAPPTEST',
  'ONAPPMETHODCONFIRM',
  'ONOFFLINEEVENT',
]
const ofCrm = [
  ...['ADD', 'UPDATE', 'DELETE'].flatMap((action) => [
    `ONCRMDYNAMICITEM${action}`,
    `ONCRMTYPE${action}`,
    `ONCRMTYPEUSERFIELD${action}`,
    `ONCRMTIMELINECOMMENT${action}`,
    `ONCRMACTIVITY${action}`,
    `ONCRMCOMPANY${action}`,
    `ONCRMCONTACT${action}`,
    `ONCRMDEAL${action}`,
    `ONCRMLEAD${action}`,
  ]),
  'ONCRMTYPEUSERFIELDSETENUMVALUES',
  'ONCRMTIMELINEITEMACTION',
]
const byScope: Record<string, string[]> = {
  crm: ofCrm,
  user: ['ONUSERADD'],
  task: ['ONTASKADD', 'ONTASKUPDATE', 'ONTASKDELETE', 'ONTASKCOMMENTADD'],
  telephony: ['ONVOXIMPLANTCALLEND', 'ONEXTERNALCALLSTART'],
}

function knownEvents(call: Call, app: InstalledApp): string[] {
  const scoped = app.scope.flatMap((scope) => byScope[scope] ?? [])
  const isTyped = app.scope.includes('crm') && call.world.switches.hasTypedItemEvents
  const perType = isTyped
    ? call.portal.types.flatMap(({ entityTypeId }) =>
        ['ADD', 'UPDATE', 'DELETE'].map((action) => `ONCRMDYNAMICITEM${action}_${entityTypeId}`),
      )
    : []
  return [...life, ...scoped, ...perType]
}

const appOf = (call: Call): InstalledApp => {
  if (!call.app)
    throw new RestError('WRONG_AUTH_TYPE', 'Application context required', { status: 403 })
  return call.app
}

const denied = (description: string): RestError =>
  new RestError('ACCESS_DENIED', description, { status: 403 })

/** Whose events: a foreign person's only for an administrator. */
function authTypeOf(call: Call, params: Params): number {
  const given = intOf(params['AUTH_TYPE'])
  if (given !== null && given !== 0 && given !== call.user.id && !call.user.isAdmin) {
    throw denied('Access denied! Only an administrator may bind for another user')
  }
  // An ordinary person's handler hears only of what he does himself.
  return call.user.isAdmin ? (given ?? 0) : call.user.id
}

function readHandler(call: Call, params: Params): Omit<EventHandler, 'id'> {
  const event = textOf(params['EVENT']).toUpperCase()
  if (!knownEvents(call, appOf(call)).includes(event)) {
    throw new RestError('ERROR_EVENT_NOT_FOUND', 'Event not found')
  }
  const isOffline = textOf(params['EVENT_TYPE']) === 'offline'
  if (isOffline && !call.user.isAdmin)
    throw denied('Access denied! Offline events are for administrators')
  const handler = textOf(params['HANDLER'])
  if (!isOffline) checkHandlerUrl(call.world, handler)
  return {
    event,
    handler: isOffline ? '' : handler,
    authType: isOffline ? 0 : authTypeOf(call, params),
    isOffline,
    connector: textOf(params['AUTH_CONNECTOR']),
    options: mapOf(params['OPTIONS']) ?? {},
    toldAt: 0,
  }
}

const isSame = (left: Omit<EventHandler, 'id'>, right: Omit<EventHandler, 'id'>): boolean =>
  left.event === right.event &&
  left.handler === right.handler &&
  left.authType === right.authType &&
  left.isOffline === right.isOffline &&
  left.connector === right.connector

function bind(call: Call, params: Params) {
  const app = appOf(call)
  const handler = readHandler(call, params)
  if (app.handlers.some((one) => isSame(one, handler))) {
    throw new RestError('ERROR_CORE', 'Unable to set event handler: Handler already binded')
  }
  app.handlers.push({ id: nextId(call.portal, 'handler'), ...handler })
  return reply(true)
}

function unbind(call: Call, params: Params) {
  const app = appOf(call)
  const event = textOf(params['EVENT']).toUpperCase()
  const isOffline = textOf(params['EVENT_TYPE']) === 'offline'
  if (isOffline && !call.user.isAdmin) throw denied('Access denied!')
  const authType = intOf(params['AUTH_TYPE']) ?? 0
  const isMeant = (one: EventHandler) =>
    one.event === event &&
    one.isOffline === isOffline &&
    (isOffline || (one.handler === textOf(params['HANDLER']) && one.authType === authType)) &&
    (call.user.isAdmin || one.authType === call.user.id)
  const count = app.handlers.filter(isMeant).length
  app.handlers = app.handlers.filter((one) => !isMeant(one))
  return reply({ count })
}

function listHandlers(call: Call) {
  const rows = appOf(call).handlers.filter(
    (one) => call.user.isAdmin || one.authType === call.user.id,
  )
  return reply(
    rows.map((one) => ({
      event: one.event,
      handler: one.handler,
      auth_type: String(one.authType),
      offline: one.isOffline ? 1 : 0,
    })),
  )
}

/** Sends ONAPPTEST with an echo of the parameters. */
function testEvent(call: Call, params: Params) {
  const app = appOf(call)
  for (const one of app.handlers.filter(({ event }) => event === 'ONAPPTEST')) {
    post(call.world, call.portal, one.handler, {
      event: 'ONAPPTEST',
      event_handler_id: one.id,
      data: { QUERY: params },
      auth: eventAuth(call.world, call.portal, app, call.user.id, false),
    })
  }
  return reply(1)
}

export const eventMethods: MethodMap = {
  events: {
    scope: [],
    isAppOnly: true,
    isAnyCase: true,
    run(call, params) {
      const scope = textOf(params['SCOPE'])
      return reply(scope === '' ? knownEvents(call, appOf(call)) : (byScope[scope] ?? []))
    },
  },
  'event.bind': { scope: [], isAppOnly: true, isAnyCase: true, run: bind },
  'event.unbind': { scope: [], isAppOnly: true, isAnyCase: true, run: unbind },
  'event.get': { scope: [], isAppOnly: true, run: listHandlers },
  'event.test': { scope: [], isAppOnly: true, run: testEvent },
}
