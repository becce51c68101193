import { z } from 'zod'
import { monthSchema } from '../billing/months.ts'
import { packageSchema } from '../billing/packages.ts'
import { statementSchema } from '../billing/statement-shape.ts'
import { partiesSchema } from './parties.ts'

/**
 * `draft` as long as only the partner sees it; `sent` to the customer's organisational contacts, who
 * accept it or object; an objected one is made anew and sent again; `closed` never changes.
 */
export const statementStateSchema = z.enum(['draft', 'sent', 'objected', 'accepted', 'closed'])
export type StatementState = z.infer<typeof statementStateSchema>

/** How far the present month's limit is used. */
const limitUseSchema = z.object({
  month: monthSchema,
  percent: z.number().int(),
  /** Work waits for it. */
  needsConsent: z.boolean(),
  consent: z.object({ at: z.number(), by: z.string() }).nullable(),
})
export type LimitUse = z.infer<typeof limitUseSchema>

/** What a person may do with a statement. `make` begins it, and renews a draft. */
export const statementActSchema = z.enum(['make', 'send', 'accept', 'object', 'close'])
export type StatementAct = z.infer<typeof statementActSchema>

/** POST /api/money/contracts/:contractId/months/:month */
export const statementActionSchema = z.discriminatedUnion('act', [
  z.object({ act: statementActSchema.exclude(['object']) }),
  z.object({
    act: z.literal('object'),
    reason: z.string().trim().min(1, 'required').max(2000),
  }),
])
export type StatementAction = z.infer<typeof statementActionSchema>

export const statementEventSchema = z.object({
  at: z.number(),
  by: z.string(),
  act: statementActSchema,
  /** Of an objection. */
  reason: z.string(),
})
export type StatementEvent = z.infer<typeof statementEventSchema>

/** Tickets that have been looked at, while a statement is being made. */
export const progressSchema = z.object({ done: z.number().int(), total: z.number().int() })

/** GET /api/money/contracts/:contractId/months/:month */
export const statementViewSchema = z.object({
  contractId: z.string(),
  customerName: z.string(),
  month: monthSchema,
  /** null: nobody has begun it. */
  state: statementStateSchema.nullable(),
  statement: statementSchema.nullable(),
  /** null: nothing is being made. */
  progress: progressSchema.nullable(),
  /** Why it could not be made, by name. */
  problem: z.string().nullable(),
  /** SHA-256 of the canonical JSON of a closed one. */
  hash: z.string().nullable(),
  /** As its papers name them; of a closed one as they were then. */
  parties: partiesSchema,
  events: z.array(statementEventSchema),
  mayDo: z.array(statementActSchema),
})
export type StatementView = z.infer<typeof statementViewSchema>

const monthRowSchema = z.object({
  month: monthSchema,
  state: statementStateSchema.nullable(),
  /** Minutes of the work log that no sent statement has. */
  unbilledMinutes: z.number().int(),
  /** Of its statement, in kopecks with VAT. */
  gross: z.number().int().nullable(),
  openObjections: z.number().int(),
})
export type MonthRow = z.infer<typeof monthRowSchema>

const contractMoneySchema = z.object({
  contractId: z.string(),
  customerName: z.string(),
  currency: z.string(),
  /** null: no limit is agreed. */
  limit: limitUseSchema.nullable(),
  /** Newest first. */
  months: z.array(monthRowSchema),
  /** Oldest first. */
  packages: z.array(
    packageSchema.extend({
      /** Per-cent minutes that no sent statement has used. */
      left: z.number().int(),
      isInForce: z.boolean(),
    }),
  ),
})
export type ContractMoney = z.infer<typeof contractMoneySchema>

/** GET /api/money: of all contracts of a partner, of its own for a customer's contact. */
export const moneySchema = z.object({
  /** The asking person makes statements and sells packages. */
  mayManage: z.boolean(),
  contracts: z.array(contractMoneySchema),
})
export type Money = z.infer<typeof moneySchema>
