import { z } from 'zod'

/** Smart invoices among the types of the portal's CRM. */
export const smartInvoiceType = 31

/** A company or contact in the partner's CRM. */
export const invoiceClientSchema = z.object({
  kind: z.enum(['company', 'contact']),
  id: z.number().int().positive(),
  title: z.string().max(500),
})
export type InvoiceClient = z.infer<typeof invoiceClientSchema>

/** Where an invoice stands in the portal. */
export const invoiceStageSchema = z.object({
  title: z.string(),
  outcome: z.enum(['open', 'paid', 'unpaid']),
})
export type InvoiceStage = z.infer<typeof invoiceStageSchema>

/** GET /api/money/contracts/:contractId/months/:month/invoice */
export const invoiceViewSchema = z.object({
  /** Whom the contract's last invoice was for; null: nobody has chosen yet. */
  client: invoiceClientSchema.nullable(),
  invoice: z
    .object({
      client: invoiceClientSchema,
      /** null: it is being made. */
      itemId: z.number().int().nullable(),
      url: z.string().nullable(),
      hasRows: z.boolean(),
      stage: invoiceStageSchema.nullable(),
      /** What the portal says against it. */
      problem: z.string().nullable(),
    })
    .nullable(),
  /** The statement is agreed and costs something, and there is no invoice that waits or stands. */
  mayMake: z.boolean(),
})
export type InvoiceView = z.infer<typeof invoiceViewSchema>

/** POST to the same address. */
export const newInvoiceSchema = z.object({ client: invoiceClientSchema })
