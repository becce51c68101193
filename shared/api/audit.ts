import { z } from 'zod'

/**
 * What people change besides tickets, by what it is about; `subject.what` is the code.
 * The words are in the client (`audit.codes.*`).
 */
export const auditCodes = {
  contract: [
    'created',
    'accepted',
    'confirmed',
    'changed',
    'ended',
    'renewed',
    'exported',
    'erased',
  ],
  invitation: ['made', 'revoked'],
  localApp: ['offered'],
  person: ['asked', 'withdrawn', 'confirmed', 'refused', 'erased'],
  terms: ['planned', 'withdrawn'],
  webhook: ['added', 'removed'],
  role: ['given', 'taken'],
  settings: ['changed'],
  statement: ['made', 'sent', 'accepted', 'objected', 'closed', 'invoiced'],
  package: ['sold'],
  limit: ['consented'],
} as const

export type AuditSubject = keyof typeof auditCodes
export type AuditCode = {
  [Subject in AuditSubject]: `${Subject}.${(typeof auditCodes)[Subject][number]}`
}[AuditSubject]

export const auditSubjects = Object.keys(auditCodes) as AuditSubject[]
const codes = auditSubjects.flatMap((subject) =>
  auditCodes[subject].map((what) => `${subject}.${what}` as AuditCode),
)

/** What something was or became, field by field. */
export const auditValuesSchema = z.record(z.string(), z.json())
export type AuditValues = z.infer<typeof auditValuesSchema>

export const auditEntrySchema = z.object({
  id: z.number().int(),
  at: z.number(),
  code: z.enum(codes),
  /** Customer of the contract that it is about; null: of the whole portal. */
  customerName: z.string().nullable(),
  /** Which person, address or role, in words. */
  about: z.string(),
  /** null: nobody did it, its time had come. */
  by: z.object({ name: z.string(), isOfCustomer: z.boolean() }).nullable(),
  before: auditValuesSchema.nullable(),
  after: auditValuesSchema.nullable(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

/** GET /api/audit?…: newest first. */
export const auditQuerySchema = z.object({
  contractId: z.string().max(100).optional(),
  /** Name of the person who did it. */
  by: z.string().max(200).optional(),
  subject: z.enum(auditSubjects).optional(),
  /** Only entries with a smaller id: the `next` of the page before. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})
export type AuditQuery = z.infer<typeof auditQuerySchema>

export const auditPageSchema = z.object({
  entries: z.array(auditEntrySchema),
  /** The `before` of the next page; null on the last. */
  next: z.number().nullable(),
})
export type AuditPage = z.infer<typeof auditPageSchema>

/** GET /api/audit/filters: whose and which entries there are. */
export const auditFiltersSchema = z.object({
  contracts: z.array(z.object({ id: z.string(), customerName: z.string() })),
  people: z.array(z.string()),
})
