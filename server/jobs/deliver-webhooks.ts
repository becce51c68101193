import type { Logger } from 'pino'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'
import type { DueDelivery, WebhookRecord } from '../db/webhooks-store.ts'

type Deps = {
  db: Database
  /** @returns why it failed; undefined when the receiver has taken it */
  send: (webhook: WebhookRecord, delivery: DueDelivery) => Promise<string | undefined>
  clock: Clock
  log: Logger
}

const minuteMs = 60_000
/** Pauses between attempts: a receiver that is away for a day loses nothing. */
const pausesMs = [1, 5, 15, 60, 180, 360, 720].map((minutes) => minutes * minuteMs)
const stepSize = 50

/** Tells the parties' own systems what has happened: in order per ticket, again and again, in the end no more. */
export function createDeliverWebhooks({ db, send, clock, log }: Deps) {
  return async function deliverWebhooks(ours: Ours): Promise<boolean> {
    const due = await db.webhooks.listDue(clock.now(), stepSize, ours)
    await Promise.all(due.map(deliver))
    return due.length > 0
  }

  async function deliver(delivery: DueDelivery): Promise<void> {
    const webhook = (await db.webhooks.listOf(delivery.memberId)).find(
      ({ id }) => id === delivery.webhookId,
    )
    // Somebody has just removed it.
    if (!webhook) return db.webhooks.markFailed(delivery.id, null, '')
    const problem = await send(webhook, delivery)
    const now = clock.now()
    if (problem === undefined) return db.webhooks.markSent(delivery.id, now)
    const pause = pausesMs[delivery.attempts]
    const until = pause === undefined || delivery.event === 'test' ? null : now + pause
    await db.webhooks.markFailed(delivery.id, until, problem)
    const { id: deliveryId, webhookId } = delivery
    log.warn({ deliveryId, webhookId, problem, isOver: until === null }, 'webhook not delivered')
  }
}
