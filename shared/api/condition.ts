import { z } from 'zod'
import { leftOutSchema } from './setup.ts'
import { troubleSchema } from './troubles.ts'

const count = z.number().int().nonnegative()
const instant = z.number()

/** What waits, and since when the oldest of it does. */
export const queueSchema = z.object({ waiting: count, oldestAt: instant.nullable() })
export type Queue = z.infer<typeof queueSchema>

/** What we ask of a portal; one batch is one request. Counted by whoever looks after it, three times a minute. */
export const budgetSchema = z.object({
  lastMinute: count,
  lastHour: count,
  /** Requests a second that it takes; null: it has named no limit so far. */
  perSecond: z.number().nullable(),
  /** Commands that wait for its leave. */
  waiting: count,
  answeredAt: instant.nullable(),
  /** When it last said that these were too many. */
  refusedAt: instant.nullable(),
})
export type Budget = z.infer<typeof budgetSchema>

/** `linking`: it waits for the partner's confirmation. */
export const portalStandingSchema = z.enum([
  'uninstalled',
  'linking',
  'settingUp',
  'setUpFailed',
  'ready',
])

export const portalConditionSchema = z.object({
  host: z.string(),
  /** Whose portal it is: null one's own. */
  customerName: z.string().nullable(),
  standing: portalStandingSchema,
  /** It is ready and has no trouble, but answers no request since then; null: it answers. */
  silentSince: instant.nullable(),
  trouble: troubleSchema.nullable(),
  /** Of our app, as the portal calls it. */
  appVersion: z.string().nullable(),
  /** What the portal does not offer. */
  leftOut: z.array(leftOutSchema),
  /** null: nothing was asked of it yet. */
  budget: budgetSchema.nullable(),
  /** What is to be read there, and what is to be written. */
  inbox: queueSchema,
  outbox: queueSchema,
})
export type PortalCondition = z.infer<typeof portalConditionSchema>

/** A contract or the licence of §1 that ends within a month, or has ended. */
const endingSchema = z.object({
  contractId: z.string(),
  customerName: z.string(),
  what: z.enum(['end', 'licence']),
  on: z.iso.date(),
  /** 0 on the last day; negative: it is over. */
  daysLeft: z.number().int(),
})
export type Ending = z.infer<typeof endingSchema>

/** `until`: when the certificate of our address ends; null: it could not be read, `problem` says why. */
export const certificateSchema = z.object({
  host: z.string(),
  until: instant.nullable(),
  problem: z.string().nullable(),
})
export type CertificateView = z.infer<typeof certificateSchema>

/** GET /api/condition (administrators of the partner): how everything does that is his. */
export const conditionSchema = z.object({
  at: instant,
  /** One's own first. */
  portals: z.array(portalConditionSchema),
  mails: queueSchema.extend({ parked: count }),
  webhooks: queueSchema.extend({ failed: count }),
  /** What portals have refused for good. */
  parked: count,
  endings: z.array(endingSchema),
  server: z.object({
    /** null: our address is not HTTPS. */
    certificate: certificateSchema.nullable(),
    /** An older key of `TOKEN_KEYS` or `SESSION_SECRET` is still in use and can be taken away. */
    hasOlderKeys: z.boolean(),
    hasOlderSecret: z.boolean(),
    sendsMail: z.boolean(),
  }),
})
export type Condition = z.infer<typeof conditionSchema>
