import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ImapFlow } from 'imapflow'
import { freePort } from './free-port.ts'

/** A mailbox «Desk» on the loopback address, reached by a line that can be cut. */
export type MailboxServer = {
  url: string
  append(raw: Buffer): Promise<void>
  /** The same mails under new numbers, as after a restore. */
  renumber(): Promise<void>
  cutLine(): void
  /** How often somebody has called. */
  calls(): number
  stop(): Promise<void>
}

const mailbox = 'Desk'
const nobody = 65_534
const login = { user: 'testuser', pass: 'testpass' }

export const hasDovecot = (() => {
  if (process.getuid?.() !== 0) return false
  try {
    execFileSync('dovecot', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

export async function startHoodiecrow(): Promise<MailboxServer> {
  const hoodiecrow = createRequire(import.meta.url)('hoodiecrow-imap') as (options: object) => {
    listen(port: number, host: string): void
    server: Server
  }
  const box = hoodiecrow({ plugins: ['IDLE', 'UIDPLUS'], storage: { INBOX: {} } })
  box.listen(0, '127.0.0.1')
  await once(box.server, 'listening')
  return behindRelay((box.server.address() as AddressInfo).port, () => {
    box.server.close()
    return Promise.resolve()
  })
}

export async function startDovecot(): Promise<MailboxServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sla-desk-dovecot-'))
  const port = await freePort()
  mkdirSync(join(folder, 'mail'))
  // Dovecot reads nobody's mail as root.
  for (const path of [folder, join(folder, 'mail')]) chownSync(path, nobody, nobody)
  const config = join(folder, 'dovecot.conf')
  writeFileSync(config, dovecotConfig(folder, port))
  const child = spawn('dovecot', ['-F', '-c', config], { stdio: 'ignore' })
  await answers(port, child)
  return behindRelay(port, async () => {
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
    rmSync(folder, { recursive: true, force: true })
  })
}

const dovecotConfig = (folder: string, port: number) => `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/mail
passdb {
  driver = static
  args = password=${login.pass}
}
userdb {
  driver = static
  args = uid=${String(nobody)} gid=${String(nobody)} home=${folder}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${String(port)}
  }
  inet_listener imaps {
    port = 0
  }
}
`

/** Resolves when somebody listens. */
async function answers(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1')
    const isThere = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => {
        resolve(true)
      })
      socket.once('error', () => {
        resolve(false)
      })
    })
    socket.destroy()
    if (isThere) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`dovecot ended with ${String(child.exitCode)}`)
}

async function behindRelay(port: number, stop: () => Promise<void>): Promise<MailboxServer> {
  const sockets = new Set<Socket>()
  let calls = 0
  const relay = createServer((near) => {
    calls += 1
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    near.pipe(far).pipe(near)
  }).listen(0, '127.0.0.1')
  await once(relay, 'listening')
  const kept: Buffer[] = []
  const append = (raw: Buffer) => withOwner(port, (owner) => owner.append(mailbox, raw))
  await withOwner(port, (owner) => owner.mailboxCreate(mailbox))
  const cutLine = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `imap://${login.user}:${login.pass}@127.0.0.1:${String((relay.address() as AddressInfo).port)}/${mailbox}`,
    async append(raw) {
      kept.push(raw)
      await append(raw)
    },
    async renumber() {
      await withOwner(port, (owner) => owner.mailboxDelete(mailbox))
      await withOwner(port, (owner) => owner.mailboxCreate(mailbox))
      for (const raw of kept) await append(raw)
    },
    cutLine,
    calls: () => calls,
    async stop() {
      cutLine()
      await new Promise((resolve) => relay.close(resolve))
      await stop()
    },
  }
}

async function withOwner(port: number, work: (owner: ImapFlow) => Promise<unknown>) {
  const owner = new ImapFlow({
    ...{ host: '127.0.0.1', port, secure: false, auth: login },
    ...{ logger: false, disableAutoIdle: true },
  })
  await owner.connect()
  await work(owner)
  await owner.logout()
}
