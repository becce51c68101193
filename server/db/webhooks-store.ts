import type { Selectable } from 'kysely'
import {
  type WebhookDelivery,
  webhookDeliverySchema,
  type WebhookEvent,
} from '../../shared/api/webhooks.ts'
import type { Instant } from '../../shared/time.ts'
import type { SecretBox } from '../secret-box.ts'
import type { Db } from './open-db.ts'
import { among, type Ours } from './ours.ts'
import type { Schema } from './schema.ts'

/** An address of a portal's people, to which events of tickets go. */
export type WebhookRecord = {
  id: string
  memberId: string
  url: string
  /** Signs what is sent; null: the key that had sealed it is gone. */
  secret: string | null
  createdAt: Instant
}

export type NewWebhook = WebhookRecord & { secret: string }

export type NewDelivery = {
  webhookId: string
  memberId: string
  ticketId: string
  /** The same however often the event is told. */
  eventId: string
  event: WebhookEvent
  body: string
}

export type DueDelivery = NewDelivery & { id: number; attempts: number }

export type WebhooksStore = ReturnType<typeof createWebhooksStore>

export function createWebhooksStore(db: Db, box: SecretBox) {
  const toWebhook = (row: Selectable<Schema['webhooks']>): WebhookRecord => ({
    id: row.id,
    memberId: row.member_id,
    url: row.url,
    secret: box.openIfKnown(row.secret, contextOf(row.id)),
    createdAt: row.created_at,
  })

  return {
    async listOf(memberId: string): Promise<WebhookRecord[]> {
      const rows = await db
        .selectFrom('webhooks')
        .selectAll()
        .where('member_id', '=', memberId)
        .orderBy('created_at')
        .execute()
      return rows.map(toWebhook)
    },

    async add({ id, memberId, url, secret, createdAt }: NewWebhook): Promise<void> {
      await db
        .insertInto('webhooks')
        .values({
          id,
          member_id: memberId,
          url,
          secret: box.seal(secret, contextOf(id)),
          created_at: createdAt,
        })
        .execute()
    },

    /** @returns whether the portal had it */
    async remove(memberId: string, id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('webhooks')
        .where('member_id', '=', memberId)
        .where('id', '=', id)
        .executeTakeFirst()
      if (numDeletedRows === 0n) return false
      await db.deleteFrom('webhook_deliveries').where('webhook_id', '=', id).execute()
      return true
    },

    async enqueue(delivery: NewDelivery, now: Instant): Promise<void> {
      await db
        .insertInto('webhook_deliveries')
        .values({
          webhook_id: delivery.webhookId,
          member_id: delivery.memberId,
          ticket_id: delivery.ticketId,
          event_id: delivery.eventId,
          event: delivery.event,
          body: delivery.body,
          state: 'waiting',
          attempts: 0,
          not_before: now,
          problem: null,
          created_at: now,
          sent_at: null,
        })
        .onConflict((conflict) => conflict.columns(['webhook_id', 'event_id']).doNothing())
        .execute()
    },

    /** What may go at `now`: of each ticket only the oldest that waits, so that order is kept. */
    async listDue(now: Instant, limit: number, ours: Ours): Promise<DueDelivery[]> {
      const rows = await db
        .selectFrom('webhook_deliveries')
        .selectAll()
        .where('not_before', '<=', now)
        .where(among(db, 'member_id', ours))
        .where('id', 'in', (query) =>
          query
            .selectFrom('webhook_deliveries')
            .select(({ fn }) => fn.min('id').as('id'))
            .where('state', '=', 'waiting')
            .groupBy(['webhook_id', 'ticket_id']),
        )
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        id: row.id,
        attempts: row.attempts,
        webhookId: row.webhook_id,
        memberId: row.member_id,
        ticketId: row.ticket_id,
        eventId: row.event_id,
        event: toDelivery(row).event,
        body: row.body,
      }))
    },

    async markSent(id: number, now: Instant): Promise<void> {
      await db
        .updateTable('webhook_deliveries')
        .set(({ eb }) => ({
          state: 'sent',
          sent_at: now,
          problem: null,
          attempts: eb('attempts', '+', 1),
        }))
        .where('id', '=', id)
        .execute()
    },

    /** @param until when to try again; null: never */
    async markFailed(id: number, until: Instant | null, problem: string): Promise<void> {
      await db
        .updateTable('webhook_deliveries')
        .set(({ eb }) => ({
          attempts: eb('attempts', '+', 1),
          problem,
          ...(until === null ? { state: 'failed' } : { not_before: until }),
        }))
        .where('id', '=', id)
        .execute()
    },

    /** The log of a webhook, newest first. */
    async logOf(webhookId: string, limit: number): Promise<WebhookDelivery[]> {
      const rows = await db
        .selectFrom('webhook_deliveries')
        .selectAll()
        .where('webhook_id', '=', webhookId)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(toDelivery)
    },
  }
}

const contextOf = (id: string) => `webhooks/${id}/secret`

const toDelivery = (row: Selectable<Schema['webhook_deliveries']>): WebhookDelivery =>
  webhookDeliverySchema.parse({
    id: row.id,
    event: row.event,
    state: row.state,
    attempts: row.attempts,
    problem: row.problem,
    createdAt: row.created_at,
    sentAt: row.sent_at,
  })
