import type { Logger } from 'pino'
import type { Clock } from '../../shared/time.ts'
import type { Outcome, PortalClient, PortalClients } from '../bitrix/client.ts'
import type { BitrixError } from '../bitrix/errors.ts'
import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'
import type { OutboxRow } from '../db/outbox-store.ts'
import type { Delivery, Recipient } from '../usecases/delivery.ts'
import { backOffMs } from './back-off.ts'
import type { SideBySide } from './side-by-side.ts'

type Deps = {
  db: Database
  clients: PortalClients
  prepare: (row: OutboxRow, to: Recipient) => Promise<Delivery>
  portals: SideBySide
  clock: Clock
  log: Logger
}

type Ready = { row: OutboxRow; delivery: Exclude<Delivery, string> }
type Answered = Ready & { outcome: Outcome<unknown> | undefined }

const stepSize = 200
const notYetMs = 300

/** Carries out what waits: all effects of one portal that can go now fold into one batch. */
export function createDeliverOutbox({ db, clients, prepare, portals, clock, log }: Deps) {
  return async function deliverOutbox(ours: Ours): Promise<boolean> {
    const rows = await db.outbox.listDue(clock.now(), stepSize, portals.quiet(ours))
    return portals.run(rows, deliverTo)
  }

  /** @returns whether anything went out */
  async function deliverTo(memberId: string, rows: readonly OutboxRow[]): Promise<boolean> {
    try {
      const client = await clientOf(memberId, rows)
      return client !== undefined && (await deliverBatch(client, rows))
    } catch (error) {
      // Our own database: whatever was begun is looked up when it is there again.
      log.error({ err: error, memberId }, 'delivery broken off')
      return false
    }
  }

  async function clientOf(memberId: string, rows: readonly OutboxRow[]) {
    try {
      return await clients.forPortal(memberId)
    } catch (error) {
      for (const row of rows) await postpone(row, error, row.isUncertain)
      return undefined
    }
  }

  async function deliverBatch(client: PortalClient, rows: readonly OutboxRow[]): Promise<boolean> {
    const isOurs = db.claims.term(client.memberId)
    const to = { client, portal: await db.portals.find(client.memberId) }
    const prepared = new Map<OutboxRow, Delivery | undefined>()
    await eachTicket(rows, async (ofTicket) => {
      let isHeld = false
      for (const row of ofTicket) {
        // What was said first about a ticket arrives first.
        const delivery: Delivery | undefined = isHeld ? 'notYet' : await prepareOne(row, to)
        isHeld ||= delivery === 'notYet'
        prepared.set(row, delivery)
      }
    })
    await db.outbox.markDone(rows.filter((row) => prepared.get(row) === 'done'))
    // In the order in which they wait: the most urgent goes first.
    const waiting = rows.filter((row) => prepared.get(row) === 'notYet')
    const ready = rows.flatMap((row): Ready[] => {
      const delivery = prepared.get(row)
      return typeof delivery === 'object' ? [{ row, delivery }] : []
    })
    const hasSent = await send(client, ready, isOurs)
    // What goes out now may be just what they wait for: then they are next, before anything newer.
    const onTheirWay = new Set(ready.map(({ row }) => row.ticketId))
    for (const row of waiting.filter(({ ticketId }) => !onTheirWay.has(ticketId)))
      await db.outbox.holdBack(row.id, clock.now() + notYetMs)
    return hasSent
  }

  /**
   * Nobody else sends the same: what another process has begun meanwhile is left out, and nothing
   * goes any more when the portal is not ours at the last moment.
   */
  async function send(
    client: PortalClient,
    ready: readonly Ready[],
    isOurs: () => boolean,
  ): Promise<boolean> {
    const begun = await db.outbox.begin(ready.map(({ row }) => row))
    const mine = ready.filter(({ row }) => begun.has(row.id))
    if (mine.length === 0) return false
    const commands = mine.map(({ delivery }) => ({ ...delivery.command, isWanted: isOurs }))
    const outcomes = await client.runAll(commands)
    await settleAll(
      mine.map((one, index) => ({ ...one, outcome: outcomes[index] })),
      isOurs,
    )
    return true
  }

  /** What became of it is for those to find out who look after the portal now, if it is not ours. */
  async function settleAll(answered: readonly Answered[], isOurs: () => boolean): Promise<void> {
    // Nothing of their answers is kept: at once, because a trigger in doubt may run again.
    const isPlain = ({ delivery, outcome }: Answered) =>
      outcome?.ok === true && delivery.settle === undefined
    if (isOurs()) await db.outbox.markDone(answered.filter(isPlain).map(({ row }) => row))
    const byRow = new Map(answered.filter((one) => !isPlain(one)).map((one) => [one.row, one]))
    const done: OutboxRow[] = []
    await eachTicket([...byRow.keys()], async (ofTicket) => {
      for (const row of ofTicket) {
        const one = byRow.get(row)
        if (one && isOurs() && (await settle(one))) done.push(row)
      }
    })
    if (isOurs()) await db.outbox.markDone(done)
  }

  async function prepareOne(row: OutboxRow, to: Recipient) {
    try {
      return await prepare(row, to)
    } catch (error) {
      await postpone(row, error, row.isUncertain)
      return undefined
    }
  }

  /** @returns whether it is done and need not be looked at again */
  async function settle({ row, delivery, outcome }: Answered): Promise<boolean> {
    if (outcome?.ok === true) return keep(row, outcome.value, delivery)
    const { error, isUncertain, isHopeless } = failureOf(outcome)
    await delivery.onFailure?.(isUncertain)
    if (isHopeless) return giveUp(row, delivery, error)
    await postpone(row, error, isUncertain)
    return false
  }

  /** The portal refuses for good: people see it, unless there is nothing left to be done. */
  async function giveUp(
    row: OutboxRow,
    delivery: Ready['delivery'],
    error: Error,
  ): Promise<boolean> {
    if (await delivery.isMoot?.()) return true
    const { isOptional = false } = delivery
    if (!isOptional) await db.outbox.park(row, error.message)
    const { id: outboxId, memberId } = row
    log.error({ err: error, outboxId, memberId, isOptional }, 'effect refused')
    return isOptional
  }

  /** It has happened; when that cannot be kept, it is looked up in the portal next time. */
  async function keep(
    row: OutboxRow,
    answer: unknown,
    { settle }: Ready['delivery'],
  ): Promise<boolean> {
    try {
      await settle?.(answer)
      return true
    } catch (error) {
      await postpone(row, error, true)
      return false
    }
  }

  async function postpone(row: OutboxRow, error: unknown, isUncertain: boolean): Promise<void> {
    const problem = error instanceof Error ? error.message : String(error)
    const until = clock.now() + backOffMs(row.attempts, error)
    await db.outbox.postpone(row, { until, problem, isUncertain })
    log.warn({ err: error, outboxId: row.id, memberId: row.memberId }, 'effect postponed')
  }
}

/** Without an answer it may have happened. */
function failureOf(outcome: { error: BitrixError } | undefined) {
  if (!outcome)
    return { error: new Error('The portal gave no answer'), isUncertain: true, isHopeless: false }
  const { error } = outcome
  const { isUncertain } = error
  return { error, isUncertain, isHopeless: !isUncertain && error.retry === 'never' }
}

/** Tickets side by side, so that the database has much to do at once; what is about one, in its order. */
async function eachTicket(
  rows: readonly OutboxRow[],
  work: (ofTicket: readonly OutboxRow[]) => Promise<void>,
): Promise<void> {
  const byTicket = new Map<string, OutboxRow[]>()
  for (const row of rows) {
    const ofTicket = byTicket.get(row.ticketId) ?? []
    byTicket.set(row.ticketId, [...ofTicket, row])
  }
  await Promise.all([...byTicket.values()].map(work))
}
