import { post } from './cloud-queue.ts'
import { eventAuth, eventOrigin } from './events.ts'
import { type PortalState, emptyApp, randomHex } from './state.ts'
import { type Payment } from './types.ts'
import { yesNo } from './values.ts'
import { type World } from './world.ts'

const find = (portal: PortalState, event: string) =>
  portal.app.handlers.filter((handler) => handler.event.toUpperCase() === event)

/** Installs the app for the portal; a UI app still waits for installFinish. */
export function installApp(world: World, portal: PortalState, userId: number): void {
  const { app } = portal
  app.installed = true
  app.isFinished = false
  app.applicationToken = randomHex(16)
  const { installEventUrl } = world.options.app
  if (installEventUrl === undefined) return
  post(world, portal, installEventUrl, {
    event: 'ONAPPINSTALL',
    data: {
      VERSION: app.version,
      ACTIVE: 'Y',
      // A UI app counts as installed only after installFinish.
      INSTALLED: 'N',
      LANGUAGE_ID: portal.language,
    },
    auth: eventAuth(world, portal, app, userId, true),
  })
}

/** A new version: the app's handlers are gone, its scopes may be more, and its installer runs again (doubt 8). */
export function updateApp(world: World, portal: PortalState, version: number): void {
  const { app } = portal
  const told = find(portal, 'ONAPPUPDATE')
  const previous = app.version
  const installer = portal.users.find((user) => user.isAdmin && user.hasAppAccess)
  Object.assign(app, { version, isFinished: false, applicationToken: randomHex(16) })
  Object.assign(app, { handlers: [], placements: [], scope: [...world.options.app.scope] })
  for (const handler of told) {
    post(world, portal, handler.handler, {
      event: 'ONAPPUPDATE',
      event_handler_id: handler.id,
      data: { VERSION: version, PREVIOUS_VERSION: previous, LANGUAGE_ID: portal.language },
      auth: installer
        ? eventAuth(world, portal, app, installer.id, true)
        : eventOrigin(world, portal, app),
    })
  }
}

/** Tokens die at once; options survive only in a market app that is removed without CLEAN. */
export function uninstallApp(world: World, portal: PortalState, isClean: boolean): void {
  const { app } = portal
  const told = find(portal, 'ONAPPUNINSTALL')
  const origin = eventOrigin(world, portal, app)
  const isWiped = isClean || app.status === 'L'
  const { options, userOptions } = app
  Object.assign(app, emptyApp({ ...world.options.app, ...portal.seed.localApp }))
  if (!isWiped) Object.assign(app, { options, userOptions })
  portal.offline.wipe(app.clientId)
  world.tokens.revoke(portal.memberId, app.clientId)
  for (const handler of told) {
    post(world, portal, handler.handler, {
      event: 'ONAPPUNINSTALL',
      event_handler_id: handler.id,
      data: { LANGUAGE_ID: portal.language, CLEAN: isWiped ? 1 : 0 },
      auth: origin,
    })
  }
}

/** ONAPPPAYMENT: of all events it alone bears no application token. */
export function changePayment(world: World, portal: PortalState, payment: Payment): void {
  const { app } = portal
  const { status = app.status, isExpired, days } = payment
  Object.assign(app, { status, payment: { isExpired, days } })
  const { domain, server_endpoint, client_endpoint, member_id } = eventOrigin(world, portal, app)
  for (const handler of find(portal, 'ONAPPPAYMENT')) {
    post(world, portal, handler.handler, {
      event: 'ONAPPPAYMENT',
      event_handler_id: handler.id,
      data: {
        CODE: app.code,
        VERSION: app.version,
        STATUS: status,
        PAYMENT_EXPIRED: yesNo(isExpired),
        DAYS: days ?? '',
        LANGUAGE_ID: portal.language,
      },
      auth: { domain, server_endpoint, client_endpoint, member_id },
    })
  }
}
