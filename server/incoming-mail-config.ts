import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65_535)
const text = z.string().trim()

/** How mail comes in: by our own SMTP receiver, from a mailbox by IMAP, by both, or not at all. */
export const incomingMailSchema = z
  .object({
    MAIL_ADDRESS: z
      .email('support@example.com')
      .or(z.literal(''))
      .default('')
      .describe(
        'to which customers write, with `+anything` before the `@` as well; needed by both ways in',
      ),
    MAIL_SMTP_PORT: port
      .or(z.literal(''))
      .default('')
      .describe('our own SMTP receiver: where it listens'),
    MAIL_SMTP_HOST: text.default('127.0.0.1').describe('on which address that is'),
    MAIL_SMTP_CERT: text
      .default('')
      .describe('file in PEM, with which the receiver offers STARTTLS'),
    MAIL_SMTP_KEY: text.default('').describe('its key'),
    MAIL_IMAP_URL: z
      .url({ protocol: /^imaps?$/, error: 'imaps://user:password@host/INBOX' })
      .or(z.literal(''))
      .default('')
      .describe('`imaps://user:password@host/INBOX`, a mailbox that is read instead or as well'),
    MAIL_AUTHSERV_ID: text
      .default('')
      .describe(
        'name of the mailbox provider’s server, whose `Authentication-Results` are believed',
      ),
    MAIL_MAX_MB: z.coerce
      .number()
      .int()
      .min(1)
      .max(100)
      .default(25)
      .describe('largest mail that is taken'),
  })
  .transform((env, context) => {
    const fault = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message })
    }
    const hasDoor = env.MAIL_SMTP_PORT !== '' || env.MAIL_IMAP_URL !== ''
    if (hasDoor && env.MAIL_ADDRESS === '')
      fault('MAIL_ADDRESS', 'the address to which customers write is needed')
    if ((env.MAIL_SMTP_CERT === '') !== (env.MAIL_SMTP_KEY === ''))
      fault('MAIL_SMTP_CERT', 'STARTTLS needs both MAIL_SMTP_CERT and MAIL_SMTP_KEY')
    return { incomingMail: hasDoor ? incomingMailOf(env) : null }
  })

export type IncomingMailConfig = Readonly<{
  /** To which customers write, in small letters; with +anything before the @ as well. */
  address: string
  maxBytes: number
  smtp: Readonly<{
    port: number
    host: string
    /** Files in PEM. */
    tls: Readonly<{ certFile: string; keyFile: string }> | null
  }> | null
  imap: Readonly<{
    url: string
    /** The provider's server, whose Authentication-Results are believed; '' for none. */
    authservId: string
  }> | null
}>

type Env = Record<`MAIL_${'ADDRESS' | 'SMTP_HOST' | 'SMTP_CERT' | 'SMTP_KEY'}`, string> & {
  MAIL_SMTP_PORT: number | ''
  MAIL_IMAP_URL: string
  MAIL_AUTHSERV_ID: string
  MAIL_MAX_MB: number
}

function incomingMailOf(env: Env): IncomingMailConfig {
  const { MAIL_SMTP_CERT: certFile, MAIL_SMTP_KEY: keyFile, MAIL_SMTP_PORT: smtpPort } = env
  return {
    address: env.MAIL_ADDRESS.toLowerCase(),
    maxBytes: env.MAIL_MAX_MB * 1024 * 1024,
    smtp:
      smtpPort === ''
        ? null
        : {
            ...{ port: smtpPort, host: env.MAIL_SMTP_HOST },
            tls: certFile === '' ? null : { certFile, keyFile },
          },
    imap:
      env.MAIL_IMAP_URL === ''
        ? null
        : { url: env.MAIL_IMAP_URL, authservId: env.MAIL_AUTHSERV_ID },
  }
}
