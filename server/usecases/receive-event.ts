import { timingSafeEqual } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '../../shared/time.ts'
import type { PortalEvent } from '../bitrix/wire.ts'
import type { Database } from '../db/database.ts'
import type { Signal } from '../db/inbox-store.ts'
import type { Portal } from '../db/portals-store.ts'
import { AppError } from '../errors.ts'
import { idleSetup } from './set-up-portal.ts'

type Deps = {
  db: Database
  clock: Clock
  log: Logger
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
export function createReceiveEvent({ db, clock, log, forgetClient, wake }: Deps) {
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
    const portal = await db.portals.find(event.memberId)
    if (!portal || !isProven(portal, event.applicationToken)) {
      log.warn({ memberId: event.memberId, event: event.name }, 'event refused')
      throw new AppError('forbidden', 'The event does not prove where it comes from')
    }
    if (event.kind === 'uninstalled') return uninstall(portal)
    if (event.kind === 'updated') return repair(portal)
    const signal = signalOf(event, portal)
    if (!signal) return
    proven.set(portal.memberId, portal)
    await db.intake.take(portal.memberId, signal, clock.now())
    wake()
  }

  /** Tokens are worthless and go at once; the tickets are the other party's records too and stay. */
  async function uninstall(portal: Portal): Promise<void> {
    await db.transaction(async (stores) => {
      await stores.tokens.erase(portal.memberId)
      await stores.portals.save({ ...portal, isInstalled: false, applicationToken: null })
    })
    forgetClient(portal.memberId)
    log.info({ memberId: portal.memberId }, 'app uninstalled')
  }

  /** An update of the app wipes our handlers in the portal. */
  async function repair(portal: Portal): Promise<void> {
    if (portal.setup.state === 'done')
      await db.portals.saveSetup(portal.memberId, idleSetup('running'))
  }
}

function isProven(portal: Portal, token: string | null): boolean {
  if (portal.applicationToken === null || token === null) return false
  const known = Buffer.from(portal.applicationToken)
  const given = Buffer.from(token)
  return known.length === given.length && timingSafeEqual(known, given)
}

/** What an event hints at; nothing when it is about things that are not ours. */
function signalOf(event: PortalEvent, portal: Portal): Signal | undefined {
  if ('commentId' in event) return { kind: event.kind, commentId: event.commentId }
  if (!('itemId' in event) || event.entityTypeId !== portal.place?.entityTypeId) return undefined
  return { kind: event.kind, itemId: event.itemId }
}
