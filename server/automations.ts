import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import type { PortalClients } from './bitrix/client.ts'
import { BitrixError } from './bitrix/errors.ts'
import { addItem, findItemsByXmlId } from './bitrix/items.ts'
import type { OAuth } from './bitrix/oauth.ts'
import { getUsers } from './bitrix/people.ts'
import type { Database } from './db/database.ts'
import type { AppKeyRing } from './usecases/app-keys.ts'
import type { ActOnTicket } from './usecases/act-on-ticket.ts'
import { createFileByRobot } from './usecases/file-by-robot.ts'
import { createLogWork } from './usecases/log-work.ts'
import { createLogWorkByRobot } from './usecases/log-work-by-robot.ts'
import { createProveCaller } from './usecases/prove-caller.ts'
import { createReceiveRobotCall } from './usecases/receive-robot-call.ts'
import { createRunRobot } from './usecases/run-robot.ts'
import type { createSyncTicket } from './usecases/sync-ticket.ts'

type World = {
  oauth: OAuth
  appKeys: AppKeyRing
  clock: Clock
  log: Logger
  act: ActOnTicket
  sync: ReturnType<typeof createSyncTicket>
  wakeInbox: () => void
  wakeOutbox: () => void
}

/** The part of the app that works for robots of the portals. */
export function createAutomations(db: Database, clients: PortalClients, world: World) {
  const { oauth, appKeys, clock, log, act, sync, wakeInbox, wakeOutbox } = world
  return {
    receiveRobotCall: createReceiveRobotCall({
      ...{ db, clock, log, newId: randomUUID, wake: wakeInbox },
      proveCaller: createProveCaller({ db, log, oauth, appKeys }),
    }),
    runRobot: createRunRobot({
      ...{ db, clients, clock, log, act, wake: wakeOutbox },
      fileByRobot: createFileByRobot({ db, commands: { addItem, findItemsByXmlId }, refusalOf }),
      logWorkByRobot: createLogWorkByRobot({
        db,
        logWork: createLogWork({ db, clock, wake: wakeOutbox }),
      }),
      syncItem: (portal, itemId, cause) => sync.item(portal, itemId, cause),
      commands: { getUsers },
    }),
  }
}

/** The portal's words, when there is no use in trying again. */
const refusalOf = (error: unknown) =>
  error instanceof BitrixError && error.retry === 'never' && !error.isUncertain
    ? error.message
    : undefined
