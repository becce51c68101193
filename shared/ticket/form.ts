import { z } from 'zod'
import { levelSchema } from '../sla/level.ts'
import { categoryOptions } from './fields.ts'

const categoryKeys = categoryOptions.map((option) => option.key)
export const categorySchema = z.enum(categoryKeys)
export type Category = z.infer<typeof categorySchema>

/** Codes of what is wrong with a field; the interface says them in words. */
const required = z.string().trim().min(1, 'required')

const fileSchema = z.object({
  name: z.string().min(1).max(255),
  /** Bytes as base64, without a data: prefix. */
  base64: z.string().min(1),
})
export type TicketFile = z.infer<typeof fileSchema>

/**
 * The registration form of §6. All fields are required; for screenshots and links a stated reason
 * may stand in. Level 1 without both consents of §4 is allowed: it is filed at the refusal level.
 */
export const ticketFormSchema = z
  .object({
    contactName: required.max(200),
    contactPhone: required.max(50),
    contactEmail: z.string().trim().min(1, 'required').pipe(z.email('email')),
    environment: required.max(5000),
    impact: required.max(5000),
    level: levelSchema,
    category: categorySchema,
    title: required.max(250),
    description: required.max(20_000),
    links: z.string().trim().max(5000),
    files: z.array(fileSchema).max(10),
    filesReason: z.string().trim().max(500),
    recentChanges: z.string().trim().max(5000),
    consentPhone: z.boolean(),
    consentReply: z.boolean(),
  })
  .superRefine((form, context) => {
    const hasReason = form.filesReason.length > 0
    if (form.files.length === 0 && !hasReason)
      context.addIssue({ code: 'custom', path: ['files'], message: 'fileOrReason' })
    if (form.links.length === 0 && !hasReason)
      context.addIssue({ code: 'custom', path: ['links'], message: 'linkOrReason' })
  })
export type TicketForm = z.infer<typeof ticketFormSchema>

/** Version of the text that a person consents to; stored with the consent. */
export const consentTextVersion = '2026-11'
