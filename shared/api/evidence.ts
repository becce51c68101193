import { z } from 'zod'
import { tariffSchema } from '../billing/tariff.ts'
import { monthSchema } from '../billing/months.ts'
import { statementSchema } from '../billing/statement-shape.ts'
import { businessCalendarSchema } from '../calendar/schema.ts'
import { heldRootsSchema, rootSchema } from '../evidence/roots.ts'
import { policySchema } from '../sla/policy.ts'

/** One fact as it lies there: verifying it is the reader's business. */
const rawLinkSchema = z.object({ seq: z.number(), fact: z.unknown(), hash: z.string() })

export const evidenceTicketSchema = z.object({
  id: z.string(),
  number: z.number().int(),
  termsVersion: z.number().int(),
  /** What is shown of its clocks. */
  clocks: z.unknown(),
  links: z.array(rawLinkSchema),
})
export type EvidenceTicket = z.infer<typeof evidenceTicketSchema>

const termsSchema = z.object({
  version: z.number().int(),
  validFrom: z.number(),
  policy: policySchema,
  calendar: businessCalendarSchema,
  tariff: tariffSchema,
})
export type EvidenceTerms = z.infer<typeof termsSchema>

const closedStatementSchema = z.object({
  month: monthSchema,
  hash: z.string(),
  statement: statementSchema,
})
export type ClosedStatement = z.infer<typeof closedStatementSchema>

/** GET /api/evidence/own, of a customer's portal, and /api/evidence/:contractId: what there is to verify. */
export const evidenceHeadSchema = z.object({
  contractId: z.string(),
  customerName: z.string(),
  tickets: z.number().int(),
  facts: z.number().int(),
  terms: z.array(termsSchema),
  /** Months of closed statements that the asking person may read. */
  months: z.array(monthSchema),
  /** When the records were restored from a backup, and when that was taken. */
  restorations: z.array(z.object({ backupAt: z.number(), restoredAt: z.number() })).default([]),
})
export type EvidenceHead = z.infer<typeof evidenceHeadSchema>

/** GET …/roots?after=DAY, …/tickets?after=ID; `next` is null on the last page. */
export const rootsPageSchema = z.object({
  roots: z.array(rootSchema),
  next: z.string().nullable(),
})
export const ticketsPageSchema = z.object({
  tickets: z.array(evidenceTicketSchema),
  next: z.string().nullable(),
})
/** GET …/statements/:month */
export const evidenceStatementSchema = closedStatementSchema

export const evidenceAfterSchema = z.object({ after: z.string().max(100).default('') })

/** A contract's whole evidence, as it is verified in the tab and kept as a file. */
export const evidenceSchema = z.object({
  format: z.literal('sla-evidence-1'),
  savedAt: z.number(),
  head: evidenceHeadSchema,
  roots: z.array(rootSchema),
  /** Roots as the reader's own portal holds them. */
  held: heldRootsSchema,
  tickets: z.array(evidenceTicketSchema),
  statements: z.array(closedStatementSchema),
})
export type Evidence = z.infer<typeof evidenceSchema>
