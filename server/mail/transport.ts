import { createTransport } from 'nodemailer'

export type OutgoingMail = {
  to: string
  subject: string
  text: string
  html?: string | undefined
  headers: Record<string, string>
  files?: readonly { name: string; type: string; base64: string }[]
  /** Local part of the Message-ID. */
  token: string
}

/**
 * What a mail server said: it took the mail; it refuses it for good; it may take it later; or it is
 * not there or does not know us, so that no mail can go for a while.
 */
export type MailOutcome =
  { kind: 'accepted' } | { kind: 'refused' | 'later' | 'down'; problem: string }

export type MailTransport = {
  send(mail: OutgoingMail): Promise<MailOutcome>
  close(): void
}

type Options = {
  /** smtp:// or smtps:// of the one relay to which we speak. */
  url: string
  /** «Поддержка <support@example.com>» */
  from: string
}

const timeoutMs = 30_000

/** Sends through one relay; nothing in a mail makes it read files or fetch addresses. */
export function createSmtpTransport({ url, from }: Options): MailTransport {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ token, files = [], ...mail }) {
      const attachments = files.map(({ name, type, base64 }) => ({
        ...{ filename: name, contentType: type, content: base64, encoding: 'base64' },
      }))
      try {
        await transport.sendMail({ ...mail, attachments, from, messageId: mailIdOf(token, from) })
        return { kind: 'accepted' }
      } catch (error) {
        return outcomeOf(error)
      }
    },
    close() {
      transport.close()
    },
  }
}

/** The Message-ID of a mail of ours, with its brackets. */
export const mailIdOf = (token: string, from: string): string =>
  `<${token}@${/@([^@>\s]+)>?$/.exec(from)?.[1] ?? 'localhost'}>`

/** Stages of a conversation in which a refusal is about this one mail. */
const ofThisMail = ['EENVELOPE', 'EMESSAGE']

function outcomeOf(error: unknown): MailOutcome {
  if (!(error instanceof Error)) return { kind: 'down', problem: String(error) }
  const { code, responseCode } = error as Error & { code?: string; responseCode?: number }
  const problem = error.message
  if (code === undefined || !ofThisMail.includes(code)) return { kind: 'down', problem }
  // Without an answer of the server it is the mail itself that cannot be sent.
  const isForGood = responseCode === undefined || responseCode >= 500
  return { kind: isForGood ? 'refused' : 'later', problem }
}
