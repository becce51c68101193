import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import type { PortalClients } from './bitrix/client.ts'
import { BitrixError } from './bitrix/errors.ts'
import { listChangedItems, listItemsById, updateItem } from './bitrix/items.ts'
import { clearEvents, failEvents, listReserved, reserveEvents } from './bitrix/offline-events.ts'
import { createPortalSetup } from './bitrix/portal-setup.ts'
import { checkPortal } from './bitrix/setup-check.ts'
import { readLanguage } from './bitrix/setup-options.ts'
import type { Database } from './db/database.ts'
import { createSetUpPortals } from './jobs/set-up-portals.ts'
import { createSideBySide } from './jobs/side-by-side.ts'
import { createSweepPortals } from './jobs/sweep-portals.ts'
import type { KeyedLock } from './keyed-lock.ts'
import { createInstall } from './usecases/install.ts'
import { createKeepPortals } from './usecases/keep-portals.ts'
import { createReportTrouble } from './usecases/report-trouble.ts'
import { createSettleIn } from './usecases/settle-in.ts'
import { createSetUp } from './usecases/set-up-portal.ts'
import { createTakeOfflineEvents } from './usecases/take-offline-events.ts'

type World = {
  publicUrl: string
  lock: KeyedLock
  clock: Clock
  log: Logger
  wakeInbox: () => void
  wakeOutbox: () => void
}

/** The part of the app that makes portals ready, keeps them so, and finds what they did not tell. */
export function createPortalCare(db: Database, clients: PortalClients, world: World) {
  const { publicUrl, clock, log, wakeInbox, wakeOutbox } = world
  const handlers = {
    events: `${publicUrl}/bitrix/events`,
    robots: `${publicUrl}/bitrix/robots`,
    placement: `${publicUrl}/app`,
  }
  const base = { db, clients, clock, log }
  const install = createInstall({
    db,
    checkPortal,
    setUpPortal: createPortalSetup(),
    settleIn: createSettleIn({ db, clock, lock: world.lock, commands: { updateItem } }),
    handlers,
  })
  const setUp = createSetUp({ ...base, install, commands: { readLanguage } })
  const reportTrouble = createReportTrouble({ db, clock, wake: wakeOutbox })
  const keepPortals = createKeepPortals({
    ...base,
    checkPortal,
    install,
    reportTrouble,
    asBitrixError: (error) => (error instanceof BitrixError ? error : undefined),
    handlers,
    wake: wakeOutbox,
  })
  const takeOfflineEvents = createTakeOfflineEvents({
    ...base,
    commands: { listReserved, reserveEvents, clearEvents, failEvents, listItemsById },
  })
  const [looking, settingUp, checking] = [
    createSideBySide(),
    createSideBySide(),
    createSideBySide(),
  ]
  return {
    setUp,
    reportTrouble,
    /** Resolves when no portal is being looked at, set up or repaired. */
    idle: () => Promise.all([looking, settingUp, checking].map((work) => work.idle())),
    setUpPortals: createSetUpPortals({ db, setUp, keepPortals, settingUp, checking }),
    sweepPortals: createSweepPortals({
      ...base,
      listChangedItems,
      takeOfflineEvents,
      portals: looking,
      wake: wakeInbox,
    }),
  }
}
