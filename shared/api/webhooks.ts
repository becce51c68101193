import { z } from 'zod'
import { triggerKeys } from '../automation/triggers.ts'
import { sideSchema } from '../sla/history.ts'
import { levelSchema } from '../sla/level.ts'
import { stageSchema } from '../ticket/stages.ts'

/** What happens to tickets, by the names of the occasions; `test` is sent by the button only. */
export const webhookEventSchema = z.enum(['test', ...triggerKeys])
export type WebhookEvent = z.infer<typeof webhookEventSchema>

const isoSchema = z.iso.datetime()

/**
 * The JSON body of a POST to a party's own address. A receiver that has seen `id` before ignores it:
 * a delivery whose answer was lost comes again. Events of one ticket come in their order.
 */
export const webhookBodySchema = z.object({
  id: z.string(),
  event: webhookEventSchema,
  /** When it happened. */
  at: isoSchema,
  /** In which role the receiver's portal is a party. */
  side: sideSchema,
  /** As it stands after the event; null in a test. */
  ticket: z
    .object({
      number: z.string(),
      title: z.string(),
      level: levelSchema,
      stage: stageSchema,
      /** Of the receiver's portal; null while there is none. */
      itemId: z.number().int().nullable(),
      registeredAt: isoSchema,
      reactionDueAt: isoSchema.nullable(),
      updateDueAt: isoSchema.nullable(),
    })
    .nullable(),
})
export type WebhookBody = z.infer<typeof webhookBodySchema>

/**
 * Names of the headers that go with the body. The signature is `v1=` and the hexadecimal HMAC-SHA256,
 * keyed by the webhook's secret, over the timestamp, a full stop and the body as it came.
 */
export const webhookHeaders = {
  event: 'X-SLA-Event',
  id: 'X-SLA-Delivery',
  /** Seconds since 1970; an old one is a replay. */
  timestamp: 'X-SLA-Timestamp',
  signature: 'X-SLA-Signature',
} as const

/** POST /api/webhooks (administrators). */
export const newWebhookSchema = z.object({
  url: z
    .url({ protocol: /^https?$/, error: 'url' })
    .max(1000)
    // Names and passwords do not belong into an address that is shown.
    .refine((url) => !/^https?:\/\/[^/?#]*@/i.test(url), 'url'),
})

export const webhookDeliverySchema = z.object({
  id: z.number(),
  event: webhookEventSchema,
  state: z.enum(['waiting', 'sent', 'failed']),
  attempts: z.number(),
  /** Why the last attempt failed, in words of the receiver or ours. */
  problem: z.string().nullable(),
  createdAt: z.number(),
  sentAt: z.number().nullable(),
})
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>

export const webhookSchema = z.object({
  id: z.string(),
  url: z.string(),
  createdAt: z.number(),
  /** The latest, newest first. */
  deliveries: z.array(webhookDeliverySchema),
})
export type Webhook = z.infer<typeof webhookSchema>

/** GET /api/webhooks, POST /api/webhooks/:id/test and DELETE /api/webhooks/:id. */
export const webhookListSchema = z.object({ webhooks: z.array(webhookSchema) })

/** The secret is told once, when the webhook is made. */
export const webhookMadeSchema = webhookListSchema.extend({ secret: z.string() })
