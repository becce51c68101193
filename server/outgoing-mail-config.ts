import { z } from 'zod'

/** «support@example.com» or «Поддержка <support@example.com>». */
const sender = /^(?:[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/

/** How mail goes out: both settings or neither; without them none is sent. */
export const outgoingMailSchema = z
  .object({
    SMTP_URL: z
      .url({ protocol: /^smtps?$/, error: 'smtp://user:password@host:port, or smtps://' })
      .or(z.literal(''))
      .default('')
      .describe(
        'relay to which mail goes: `smtp://user:password@host:port` or `smtps://…`; `?requireTLS=true` insists on STARTTLS; without it no mail is sent',
      ),
    MAIL_FROM: z
      .string()
      .regex(sender, 'support@example.com or «Name <support@example.com>»')
      .or(z.literal(''))
      .default('')
      .describe('as whose mail goes: `Поддержка <support@example.com>`; needed with `SMTP_URL`'),
  })
  .transform(({ SMTP_URL: smtpUrl, MAIL_FROM: from }, context) => {
    if ((smtpUrl === '') !== (from === ''))
      context.addIssue({
        code: 'custom',
        path: [smtpUrl === '' ? 'SMTP_URL' : 'MAIL_FROM'],
        message: 'mail needs both SMTP_URL and MAIL_FROM',
      })
    return { mail: smtpUrl === '' ? null : { smtpUrl, from } }
  })

export type OutgoingMailConfig = Readonly<{ smtpUrl: string; from: string }>
