import { z } from 'zod'
import { mailFormFields } from '../mail-text/ticket-form-text.ts'
import { levelSchema } from '../sla/level.ts'

/** What became of a mail. */
export const mailStateSchema = z.enum([
  'waiting',
  'accepted',
  'quarantined',
  'discarded',
  'bounced',
  'ignored',
])
export type MailState = z.infer<typeof mailStateSchema>

/** Why a mail changes nothing; the interface says it in words. */
export const mailReasonSchema = z.enum([
  /** Nobody on a list of authorised persons has this address. */
  'unknownSender',
  /** On the list, but not authorised. */
  'notAuthorised',
  /** Nothing proves that the mail comes from the address that it names. */
  'unproven',
  /** The domain's owner says that such a mail is not his. */
  'forged',
  'noAuthor',
  /** It is so built that it cannot be read to its end. */
  'unreadable',
  'automatic',
  'own',
  'duplicate',
])
export type MailReason = z.infer<typeof mailReasonSchema>

/** What a person sees of a mail that lies in quarantine. */
export const mailSummarySchema = z.object({
  fromName: z.string(),
  subject: z.string(),
  /** The beginning. */
  text: z.string(),
  files: z.array(z.string()),
  /** What it says of the form of §6; null where it is no form. */
  form: z
    .object({ level: levelSchema.nullable(), missing: z.array(z.enum(mailFormFields)) })
    .nullable(),
  asksForLevelOne: z.boolean(),
  /** Whom a mail of ours has not reached, and why. */
  bounce: z
    .object({ recipient: z.string().nullable(), isFinal: z.boolean(), reason: z.string() })
    .nullable(),
})
export type MailSummary = z.infer<typeof mailSummarySchema>

/** A mail as the partner's people see it on their page. */
export const mailViewSchema = z.object({
  id: z.number().int(),
  receivedAt: z.number(),
  state: mailStateSchema,
  reason: mailReasonSchema.nullable(),
  /** '' when it names no author, or several. */
  from: z.string(),
  summary: mailSummarySchema,
  customerName: z.string().nullable(),
  ticketNumber: z.number().int().nullable(),
  /** The link that its author was sent, by which he may prove that it is his. */
  link: z.object({ sentAt: z.number(), goodUntil: z.number() }).nullable(),
  /** When he has done so. */
  confirmedAt: z.number().nullable(),
  /** Free text that waits for its author; whether he was sent a link to complete it. */
  draft: z.enum(['asked', 'unasked']).nullable(),
  /** Who let it in or threw it away. */
  decidedBy: z.string().nullable(),
  /** False when its bytes are kept no more. */
  hasOriginal: z.boolean(),
})
export type MailView = z.infer<typeof mailViewSchema>

export const mailPageSchema = z.object({
  /** To which customers write; null when no mail comes in. */
  address: z.string().nullable(),
  /** False when no mail server is set up: nothing of ours goes out. */
  isOutgoingOn: z.boolean(),
  mails: z.array(mailViewSchema),
})
export type MailPage = z.infer<typeof mailPageSchema>

export const mailOriginalSchema = z.object({ text: z.string() })
export type MailOriginal = z.infer<typeof mailOriginalSchema>
