import { randomBytes, randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import { createGuard } from './bitrix/guard.ts'
import type { Database } from './db/database.ts'
import { AppError } from './errors.ts'
import { createDeliverWebhooks } from './jobs/deliver-webhooks.ts'
import { createSendWebhook } from './send-webhook.ts'
import { createManageWebhooks } from './usecases/manage-webhooks.ts'

type World = {
  /** Hosts in private networks that may be told, also without TLS; apart from those of portals. */
  allowPrivate: readonly string[]
  clock: Clock
  log: Logger
  wake: () => void
}

/** The part of the app that tells the parties' own systems what happens to tickets. */
export function createWebhooks(db: Database, { allowPrivate, clock, log, wake }: World) {
  const guard = createGuard({ allowPrivate, timeoutMs: 10_000, maxBytes: 64 * 1024 })
  const isAllowed = (url: URL) => url.protocol === 'https:' || allowPrivate.includes(url.hostname)
  return {
    webhooks: createManageWebhooks({
      ...{ db, clock, wake, newId: randomUUID },
      newSecret: () => randomBytes(32).toString('base64url'),
      checkUrl: (url) => {
        if (!isAllowed(new URL(url)))
          throw new AppError('badRequest', 'url: only https is sent to', { field: 'url' })
      },
    }),
    deliverWebhooks: createDeliverWebhooks({
      ...{ db, clock, log },
      send: createSendWebhook(guard, clock),
    }),
  }
}
