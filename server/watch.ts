import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import type { Exchange } from './bitrix/exchange.ts'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import type { Jobs } from './jobs/run-jobs.ts'
import { createMeters } from './operation/meters.ts'
import { createMetrics } from './operation/metrics.ts'
import { createRestLog } from './operation/rest-log.ts'

type World = { restLog: Config['restLog']; clock: Clock; log: Logger }

/** The part of the app by which those who run it see how it does. */
export function createWatch(db: Database, { restLog: wanted, clock, log }: World) {
  const metrics = createMetrics({
    inbox: () => db.inbox.count(),
    outbox: () => db.outbox.countWaiting(),
    parked: () => db.parked.count(),
  })
  const meters = createMeters(clock)
  const restLog = wanted && createRestLog({ ...wanted, clock, log })
  let isStopping = false
  if (Object.keys(db.withoutKey).length > 0)
    log.warn({ values: db.withoutKey }, 'sealed with a key that is not in TOKEN_KEYS')
  return {
    metrics,
    meters,

    onExchange: (exchange: Exchange, memberId: string | null): void => {
      metrics.exchange(exchange)
      if (memberId !== null) meters.count(memberId, exchange)
      restLog?.add(exchange, memberId)
    },

    measured: (jobs: Jobs): Jobs =>
      Object.fromEntries(
        Object.entries(jobs).map(([name, step]) => [name, metrics.job(name, step)]),
      ) as Jobs,

    isReady: async () => !isStopping && (await db.answers()),

    announceStop: (): void => {
      isStopping = true
    },

    /** Resolves when all that was seen is written down. */
    written: async () => restLog?.written(),
  }
}
