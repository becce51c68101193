import { once } from 'node:events'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { freePort } from './free-port.ts'

/** What the server answers to the next mails. */
export type Mood = 'takes' | 'refuses' | 'defers'

export type MailServer = {
  url: string
  /** What was sent, oldest first. */
  mails: ParsedMail[]
  mood: Mood
  /** Nobody answers from now on; again when opened. */
  closeDoor(): Promise<void>
  openDoor(): Promise<void>
  stop(): Promise<void>
}

/** Who may send through it; everybody unless told otherwise. */
type Login = { user: string; pass: string }

/**
 * A mail server on the loopback address that keeps what it is sent and passes nothing on.
 *
 * @param onMail told of each mail before it is accepted
 */
export async function startMailServer(
  options: { port?: number; login?: Login; onMail?: (raw: Buffer) => void } = {},
): Promise<MailServer> {
  const mails: ParsedMail[] = []
  const { login } = options
  const settings: SMTPServerOptions = {
    disabledCommands: login ? ['STARTTLS'] : ['AUTH', 'STARTTLS'],
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      const isKnown = login?.user === username && login?.pass === password
      if (isKnown) done(null, { user: username })
      else done(new Error('Unknown'))
    },
    logger: false,
    size: 50 * 1024 * 1024,
    onData(stream, _session, done) {
      void (async () => {
        const chunks: Buffer[] = []
        for await (const chunk of stream) chunks.push(chunk as Buffer)
        const raw = Buffer.concat(chunks)
        if (kept.mood !== 'takes') {
          const isForGood = kept.mood === 'refuses'
          const refusal = new Error(isForGood ? 'No such mailbox here' : 'Try again later')
          done(Object.assign(refusal, { responseCode: isForGood ? 550 : 451 }))
          return
        }
        mails.push(await simpleParser(raw))
        options.onMail?.(raw)
        done()
      })()
    },
  }
  let server = new SMTPServer(settings)
  const port = options.port ?? (await freePort())
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        resolve()
      })
    })
  let isOpen = true
  const kept: MailServer = {
    url: `smtp://${login ? `${login.user}:${login.pass}@` : ''}127.0.0.1:${String(port)}`,
    mails,
    mood: 'takes',
    async closeDoor() {
      isOpen = false
      await close()
    },
    async openDoor() {
      server = new SMTPServer(settings)
      server.listen(port, '127.0.0.1')
      await once(server.server, 'listening')
      isOpen = true
    },
    async stop() {
      if (isOpen) await close()
    },
  }
  return kept
}
