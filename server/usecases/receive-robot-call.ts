import type { Logger } from 'pino'
import type { Clock } from '../../shared/time.ts'
import type { RobotCall } from '../bitrix/wire.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import type { createProveCaller } from './prove-caller.ts'

type Deps = {
  db: Database
  clock: Clock
  log: Logger
  proveCaller: ReturnType<typeof createProveCaller>
  newId: () => string
  /** Something waits in the inbox. */
  wake: () => void
}

/**
 * Takes what a robot asks for: proves its portal, stores the call, and is done. A token that was seen
 * before asks for nothing new.
 *
 * @throws AppError 'forbidden' when the proof fails; nothing is stored then
 */
export function createReceiveRobotCall({ db, clock, log, proveCaller, newId, wake }: Deps) {
  return async function receiveRobotCall(call: RobotCall): Promise<void> {
    const portal = await proveCaller(call, false)
    if (!portal) {
      log.warn({ memberId: call.memberId, robot: call.code }, 'robot refused')
      throw new AppError('forbidden', 'The robot does not prove where it comes from')
    }
    const { memberId, eventToken: token, code, entityTypeId, itemId, properties, waits } = call
    const receivedAt = clock.now()
    await db.transaction(async (stores) => {
      const isNew = await stores.robotCalls.add({
        ...{ memberId, token, code, entityTypeId, itemId, properties, waits, receivedAt },
        xmlId: newId(),
        filerId: null,
        hasBegun: false,
      })
      if (isNew) await stores.inbox.add(memberId, { kind: 'robot', token }, receivedAt)
    })
    wake()
  }
}
