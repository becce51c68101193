import type { Logger } from 'pino'
import type { Clock } from '../../shared/time.ts'
import type { Outcome, PortalClient, PortalClients } from '../bitrix/client.ts'
import type { Database } from '../db/database.ts'
import type { OutboxRow } from '../db/outbox-store.ts'
import type { Delivery } from '../usecases/delivery.ts'

type Deps = {
  db: Database
  clients: PortalClients
  prepare: (row: OutboxRow, client: PortalClient) => Promise<Delivery>
  clock: Clock
  log: Logger
}

const stepSize = 200
const notYetMs = 300

/** Carries out what waits: all effects of one portal that can go now fold into one batch. */
export function createDeliverOutbox({ db, clients, prepare, clock, log }: Deps) {
  return async function deliverOutbox(): Promise<boolean> {
    const rows = await db.outbox.listDue(clock.now(), stepSize)
    const memberIds = [...new Set(rows.map((row) => row.memberId))]
    const results = await Promise.all(
      memberIds.map((memberId) =>
        deliverTo(
          memberId,
          rows.filter((row) => row.memberId === memberId),
        ),
      ),
    )
    return results.some(Boolean)
  }

  /** @returns whether anything went out */
  async function deliverTo(memberId: string, rows: readonly OutboxRow[]): Promise<boolean> {
    try {
      const client = await clients.forPortal(memberId)
      return await deliverBatch(client, rows)
    } catch (error) {
      for (const row of rows) await postpone(row, error)
      return false
    }
  }

  async function deliverBatch(client: PortalClient, rows: readonly OutboxRow[]): Promise<boolean> {
    const ready: { row: OutboxRow; delivery: Exclude<Delivery, string> }[] = []
    const held = new Set<string>()
    for (const row of rows) {
      // What was said first about a ticket arrives first.
      const delivery = held.has(row.ticketId) ? 'notYet' : await prepareOne(row, client)
      if (delivery === 'notYet') {
        held.add(row.ticketId)
        await db.outbox.holdBack(row.id, clock.now() + notYetMs)
      } else if (delivery === 'done') await db.outbox.markSent(row, null)
      else if (delivery) ready.push({ row, delivery })
    }
    if (ready.length === 0) return false
    const outcomes = await client.runAll(ready.map(({ delivery }) => delivery.command))
    for (const [index, { row, delivery }] of ready.entries())
      await settle(row, delivery, outcomes[index])
    return true
  }

  async function prepareOne(row: OutboxRow, client: PortalClient) {
    try {
      return await prepare(row, client)
    } catch (error) {
      await postpone(row, error)
      return undefined
    }
  }

  async function settle(
    row: OutboxRow,
    delivery: Exclude<Delivery, string>,
    outcome: Outcome<unknown> | undefined,
  ): Promise<void> {
    if (outcome?.ok === true) return delivery.settle(outcome.value)
    if (outcome?.error.retry === 'never' && !outcome.error.isUncertain) {
      await db.outbox.park(row.id, outcome.error.message)
      log.error({ err: outcome.error, outboxId: row.id, memberId: row.memberId }, 'effect parked')
    } else await postpone(row, outcome?.error ?? new Error('The portal gave no answer'))
  }

  async function postpone(row: OutboxRow, error: unknown): Promise<void> {
    const problem = error instanceof Error ? error.message : String(error)
    const until = clock.now() + backOffMs(row.attempts)
    await db.outbox.postpone(row.id, { until, problem, isUncertain: mayHaveHappened(error) })
    log.warn({ err: error, outboxId: row.id, memberId: row.memberId }, 'effect postponed')
  }
}

const mayHaveHappened = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'isUncertain' in error &&
  error.isUncertain === true

const backOffMs = (attempts: number) => Math.min(1000 * 2 ** attempts, 15 * 60_000)
