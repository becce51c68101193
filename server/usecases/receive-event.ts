import type { Logger } from 'pino'
import type { Clock } from '../../shared/time.ts'
import type { OAuth } from '../bitrix/oauth.ts'
import type { PortalEvent } from '../bitrix/wire.ts'
import type { Database } from '../db/database.ts'
import type { Signal } from '../db/inbox-store.ts'
import type { Portal } from '../db/portals-store.ts'
import { AppError } from '../errors.ts'
import type { AppKeyRing } from './app-keys.ts'
import { createProveCaller, isProven } from './prove-caller.ts'
import type { createReportTrouble } from './report-trouble.ts'
import { idleSetup } from './set-up-portal.ts'

type Deps = {
  db: Database
  clock: Clock
  log: Logger
  oauth: Pick<OAuth, 'isAllowed' | 'appInfo'>
  appKeys: Pick<AppKeyRing, 'ofToken'>
  reportTrouble: ReturnType<typeof createReportTrouble>
  forgetClient: (memberId: string) => void
  /** Something waits in the inbox. */
  wake: () => void
}

/**
 * Takes an event of a portal: proves it by its application token, stores what it hints at, and is
 * done. What really happened is read from the portal later (platform.md §4.2).
 *
 * @throws AppError 'forbidden' when the proof fails; nothing is stored then
 */
export function createReceiveEvent(deps: Deps) {
  const { db, clock, log, wake } = deps
  const prove = createProveCaller(deps)
  /** Portals as they were when they last proved an event; a busy one sends hundreds. */
  const proven = new Map<string, Portal>()

  return async function receiveEvent(event: PortalEvent): Promise<void> {
    const known = proven.get(event.memberId)
    const signal = known && isProven(known, event.applicationToken) && signalOf(event, known)
    if (!signal) return receiveAnew(event)
    await db.intake.take(event.memberId, signal, clock.now())
    wake()
  }

  async function receiveAnew(event: PortalEvent): Promise<void> {
    proven.delete(event.memberId)
    // It bears no proof, and only makes us ask the portal itself.
    if (event.kind === 'paymentChanged') return db.upkeep.askCheck(event.memberId, clock.now())
    const portal = await prove(event, event.kind === 'updated')
    if (!portal) {
      log.warn({ memberId: event.memberId, event: event.name }, 'event refused')
      throw new AppError('forbidden', 'The event does not prove where it comes from')
    }
    if (event.kind === 'uninstalled') return uninstall(portal, event.clean)
    if (event.kind === 'updated') return repair(portal)
    const signal = signalOf(event, portal)
    if (!signal) return
    proven.set(portal.memberId, portal)
    await db.intake.take(portal.memberId, signal, clock.now())
    wake()
  }

  /**
   * Tokens are worthless and go at once; so do, with CLEAN, the names of the portal's people and the
   * keys of its local app. What stays are the other party's records as well: the contract with the
   * numbers of those who may file, without which a reinstall could not find back to it, tickets and
   * messages, which the partner has read and which prove what was promised and kept, and where in the
   * portal they are.
   */
  async function uninstall(portal: Portal, isClean: boolean): Promise<void> {
    const { memberId } = portal
    await db.transaction(async (stores) => {
      await stores.tokens.erase(memberId)
      await stores.portals.save({ ...portal, isInstalled: false, applicationToken: null })
      await stores.upkeep.saveOffline(memberId, null)
      if (!isClean) return
      await stores.portals.forgetUsers(memberId)
      await stores.localApps.forget(memberId)
    })
    deps.forgetClient(memberId)
    await deps.reportTrouble(portal, { kind: 'uninstalled', words: '' })
    log.info({ memberId, isClean }, 'app uninstalled')
  }

  /** An update of the app wipes our handlers in the portal. */
  async function repair(portal: Portal): Promise<void> {
    if (portal.setup.state === 'done' || portal.setup.state === 'failed')
      await db.portals.saveSetup(portal.memberId, idleSetup('running'))
  }
}

/** What an event hints at; nothing when it is about things that are not ours. */
function signalOf(event: PortalEvent, portal: Portal): Signal | undefined {
  if (event.kind === 'cardPressed') {
    const { kind, id, activityId, button, userId } = event
    return { kind, id, activityId, button, userId }
  }
  if ('commentId' in event) return { kind: event.kind, commentId: event.commentId }
  if (!('itemId' in event) || event.entityTypeId !== portal.place?.entityTypeId) return undefined
  return { kind: event.kind, itemId: event.itemId }
}
