import type { Logger } from 'pino'
import type { Trouble, TroubleKind } from '../../shared/api/troubles.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Clock } from '../../shared/time.ts'
import type { PortalClient, PortalClients } from '../bitrix/client.ts'
import type { BitrixError } from '../bitrix/errors.ts'
import type { Handlers, OnStep } from '../bitrix/portal-setup.ts'
import type { CheckPortal, Condition } from '../bitrix/setup-check.ts'
import type { Database } from '../db/database.ts'
import type { Portals } from '../db/ours.ts'
import type { Portal } from '../db/portals-store.ts'
import { type createInstall, lackingIn } from './install.ts'
import type { createReportTrouble } from './report-trouble.ts'
import { idleSetup, withStep } from './set-up-portal.ts'

type Deps = {
  db: Database
  clients: PortalClients
  checkPortal: CheckPortal
  install: ReturnType<typeof createInstall>
  reportTrouble: ReturnType<typeof createReportTrouble>
  asBitrixError: (error: unknown) => BitrixError | undefined
  handlers: Handlers
  clock: Clock
  log: Logger
  /** Work that had been put off can go. */
  wake: () => void
}

type ReadyPortal = Portal & { place: Place; role: Side }

const minuteMs = 60_000
const checkEveryMs = 60 * minuteMs
const troubledEveryMs = 10 * minuteMs
/** After a long stop all of them are due. */
const stepSize = 50

/**
 * Looks once an hour, or when a refusal gave reason to, whether everything of ours is in each portal,
 * and makes again what somebody has removed. What cannot be put right is told to people once.
 */
export function createKeepPortals(deps: Deps) {
  const { db, clock, log } = deps

  return {
    /** Portals whose turn it is. */
    async due(portals: Portals): Promise<{ memberId: string }[]> {
      const memberIds = await db.upkeep.listToCheck(clock.now(), stepSize, portals)
      return memberIds.map((memberId) => ({ memberId }))
    },

    /** @returns whether there was anything to look at; never throws */
    keep: keepSafely,
  }

  async function keepSafely(memberId: string): Promise<boolean> {
    try {
      return await keep(memberId)
    } catch (error) {
      log.error({ err: error, memberId }, 'portal not looked after')
      return false
    }
  }

  async function keep(memberId: string): Promise<boolean> {
    if (!(await db.upkeep.claimCheck(memberId, clock.now(), troubledEveryMs))) return false
    const portal = readyOf(await db.portals.find(memberId))
    // A set-up that ends asks for the check itself.
    if (!portal) return false
    const finding = await look(portal)
    if (finding === 'unknown') return true
    const { trouble: former } = await db.upkeep.find(memberId)
    await deps.reportTrouble(portal, finding)
    if (former && former.kind !== finding?.kind) await reopen(memberId)
    if (!finding) await settle(portal)
    return true
  }

  /** All is as it should be, also if the last set-up had stopped half-way. */
  async function settle({ memberId, setup }: Portal): Promise<void> {
    if (setup.state === 'failed') await db.portals.saveSetup(memberId, idleSetup('done', 'done'))
    await db.upkeep.scheduleCheck(memberId, clock.now() + checkEveryMs)
  }

  /** The portal may take calls again: nothing waits longer than it has to. */
  async function reopen(memberId: string): Promise<void> {
    await db.parked.hurry(memberId, clock.now())
    deps.wake()
  }

  /** @returns what is wrong; 'unknown' when the portal cannot be reached at the moment */
  async function look(portal: ReadyPortal): Promise<Omit<Trouble, 'since'> | null | 'unknown'> {
    const { memberId, place, role: side, language } = portal
    const without = lackingIn(portal.setup)
    try {
      const client = await deps.clients.forPortal(memberId, 'upkeep')
      const condition = await deps.checkPortal(client, {
        handlers: deps.handlers,
        place,
        ...{ side, language, without },
      })
      if (condition.damage.length > 0) {
        log.warn({ memberId, damage: condition.damage }, 'something of ours is missing')
        await reinstall(client, portal)
        await afterRepair(portal, condition)
      }
      await noteOffline(memberId, condition)
      await db.pulse.saveVersion(memberId, condition.appVersion)
      return condition.isPaid ? null : { kind: 'unpaid', words: '' }
    } catch (error) {
      const known = deps.asBitrixError(error)
      if (!known) throw error
      log.warn({ err: known, memberId }, 'portal not in order')
      const kind = (await hasBadKeys(memberId, known)) ? 'badKeys' : troubleOf(known)
      return kind === null ? 'unknown' : { kind, words: known.isQuote ? known.message : '' }
    }
  }

  /** The portal works with an app of its own, by whose keys nothing is renewed any more. */
  async function hasBadKeys(memberId: string, { isOfKeys }: BitrixError): Promise<boolean> {
    const own = await db.localApps.ofPortal(memberId)
    return own !== undefined && (isOfKeys || own.clientSecret === null)
  }

  /** What the portal does not offer may have become more, or less. */
  async function reinstall(client: PortalClient, portal: ReadyPortal): Promise<void> {
    let setup = idleSetup('done', 'done')
    const onStep: OnStep = (key, state, note) => {
      setup = withStep(setup, { key, state, ...note })
      return Promise.resolve()
    }
    await deps.install(client, portal, onStep)
    await db.portals.saveSetup(portal.memberId, setup)
  }

  async function afterRepair({ memberId }: Portal, { damage, isForgotten }: Condition) {
    const now = clock.now()
    if (isForgotten) await unlearnProof(memberId)
    if (damage.some((step) => step !== 'placements')) await db.tickets.sweepOpen(memberId, now)
    await db.parked.retryAllOf(memberId, now)
    deps.wake()
    log.info({ memberId, damage }, 'portal repaired')
  }

  /** As after an update of the app that we did not hear of: events bring another proof from now on. */
  async function unlearnProof(memberId: string): Promise<void> {
    const portal = await db.portals.find(memberId)
    if (portal) await db.portals.save({ ...portal, applicationToken: null })
  }

  /** From when on the portal's own queue can be relied on. */
  async function noteOffline(memberId: string, { keepsOffline, damage }: Condition): Promise<void> {
    const { offlineSince } = await db.upkeep.find(memberId)
    const isNew = offlineSince === null || damage.includes('events')
    if (!keepsOffline) await db.upkeep.saveOffline(memberId, null)
    else if (isNew) await db.upkeep.saveOffline(memberId, clock.now())
  }
}

function readyOf(portal: Portal | undefined): ReadyPortal | undefined {
  if (!portal?.place || portal.role === null || portal.setup.state === 'running') return undefined
  return { ...portal, place: portal.place, role: portal.role }
}

function troubleOf({ isClosed, retry, isUncertain }: BitrixError): TroubleKind | null {
  if (isClosed) return 'closed'
  if (retry === 'refresh') return 'noAccess'
  return retry === 'never' && !isUncertain ? 'damaged' : null
}
