import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { IncomingMailConfig } from '../incoming-mail-config.ts'

/** A mail with its envelope, as the receiver was given it. */
export type ReceivedMail = {
  raw: Buffer
  returnPath: string
  recipients: string[]
  remote: { ip: string; helo: string }
}

type Deps = {
  config: NonNullable<IncomingMailConfig['smtp']>
  maxBytes: number
  isOurs: (address: string) => boolean
  /** Resolves when the mail will outlive us. */
  store: (mail: ReceivedMail) => Promise<void>
  log: Logger
}

const maxClients = 50
const maxRecipients = 20
const silentMs = 60_000
/** So many of the largest mails are held in memory at once; the next ones are asked to come again. */
const largestAtOnce = 4

class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly responseCode: number

  constructor(responseCode: number, message: string) {
    super(message)
    this.responseCode = responseCode
  }
}

/**
 * Our own receiver. A mail is accepted when it is stored, and only then; nothing is passed on to
 * anybody else.
 */
export function createSmtpDoor({ config, maxBytes, isOurs, store, log }: Deps) {
  let heldBytes = 0
  const server = new SMTPServer({
    ...tlsOf(config),
    ...{ size: maxBytes, maxClients, socketTimeout: silentMs, closeTimeout: 5000 },
    ...{ authOptional: true, disableReverseLookup: true, logger: false, banner: 'sla-desk' },
    onRcptTo({ address }, session, done) {
      if (!isOurs(address)) done(new Refusal(550, 'No such mailbox here'))
      else if (session.envelope.rcptTo.length >= maxRecipients)
        done(new Refusal(452, 'Too many recipients'))
      else done()
    },
    onData(stream, session, done) {
      take(stream, session).then(
        () => {
          done(null, 'Stored')
        },
        (error: unknown) => {
          if (!(error instanceof Refusal)) log.error({ err: error }, 'mail not stored')
          done(error instanceof Refusal ? error : new Refusal(451, 'Not stored, try again later'))
        },
      )
    },
  })
  server.on('error', (error) => {
    // Somebody has hung up or speaks no SMTP.
    log.debug({ err: error }, 'smtp connection failed')
  })

  return {
    /** @returns the port on which it listens */
    async open(): Promise<number> {
      server.listen(config.port, config.host)
      await once(server.server, 'listening')
      return (server.server.address() as AddressInfo).port
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(resolve)
      }),
  }

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const chunks: Buffer[] = []
    let size = 0
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        // What is too much is read to its end, because the sender hears nothing before.
        if (size > maxBytes || isFull()) continue
        chunks.push(chunk)
        size += chunk.length
        heldBytes += chunk.length
      }
      if (stream.sizeExceeded) throw new Refusal(552, 'The mail is too large')
      if (isFull()) throw new Refusal(451, 'Busy, try again later')
      await store({ raw: Buffer.concat(chunks), ...envelopeOf(session) })
    } finally {
      heldBytes -= size
    }
  }

  function isFull(): boolean {
    return heldBytes >= largestAtOnce * maxBytes
  }
}

export type SmtpDoor = ReturnType<typeof createSmtpDoor>

function tlsOf({ tls }: Deps['config']) {
  if (!tls) return { disabledCommands: ['AUTH', 'STARTTLS'] }
  return {
    disabledCommands: ['AUTH'],
    cert: readFileSync(tls.certFile),
    key: readFileSync(tls.keyFile),
  }
}

function envelopeOf({ envelope, remoteAddress, hostNameAppearsAs }: SMTPServerSession) {
  return {
    returnPath: envelope.mailFrom === false ? '' : envelope.mailFrom.address.toLowerCase(),
    recipients: envelope.rcptTo.map(({ address }) => address.toLowerCase()),
    remote: { ip: remoteAddress, helo: hostNameAppearsAs },
  }
}
