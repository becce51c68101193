import { z } from 'zod'

/** POST /rescue/api/mail/look and POST /rescue/api/mail: the secret of the link. */
export const confirmMailSchema = z.object({ token: z.string().regex(/^[\w-]{43}$/) })

/** What POST /rescue/api/mail/look answers: a mail that waits for its author's word. */
export type HeldMail = {
  receivedAt: number
  subject: string
  /** The beginning. */
  text: string
  files: string[]
}

/** What POST /rescue/api/mail answers: what the mail has become; `unlisted`: its author may not file (§3.5). */
export type ConfirmedMail = { result: 'ticket' | 'message' | 'draft' | 'unlisted' }
