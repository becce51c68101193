import { z } from 'zod'
import { levelSchema } from '../sla/level.ts'
import { categoryOptions } from './fields.ts'
import type { FieldValues } from './place.ts'

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
 * So many files go with one ticket, each of them and all together no larger than this. Portals take
 * more; a page that reads more into memory at once becomes slow on a phone.
 */
export const maxFiles = 10
export const maxFileBytes = 10 * 1024 * 1024
export const maxFilesBytes = 40 * 1024 * 1024

/** These rules are looked at also while other fields are wrong, so that all is said at once. */
const bodySchema = z.looseObject({
  files: z.array(z.unknown()),
  links: z.string(),
  filesReason: z.string(),
})
const hasBody = (payload: { value: unknown }) => bodySchema.safeParse(payload.value).success

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
    files: z.array(fileSchema).max(maxFiles),
    filesReason: z.string().trim().max(500),
    recentChanges: z.string().trim().max(5000),
    consentPhone: z.boolean(),
    consentReply: z.boolean(),
  })
  .refine((form) => form.files.length > 0 || form.filesReason !== '', {
    path: ['files'],
    message: 'fileOrReason',
    when: hasBody,
  })
  .refine((form) => form.links !== '' || form.filesReason !== '', {
    path: ['links'],
    message: 'linkOrReason',
    when: hasBody,
  })
export type TicketForm = z.infer<typeof ticketFormSchema>

/** The values of the item's fields, as the portal shall keep them. */
export function valuesOfForm(form: TicketForm): FieldValues {
  const { level, files, ...values } = form
  return {
    ...values,
    level: String(level),
    ...(level === 1 && { consentVersion: consentTextVersion }),
    ...(files.length > 0 && { files }),
  }
}

/** Version of the text that a person consents to; stored with the consent. */
export const consentTextVersion = '2026-11'
