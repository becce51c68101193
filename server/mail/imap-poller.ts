import type { ImapFlow } from 'imapflow'
import type { Logger } from 'pino'
import type { Clock, Instant } from '../../shared/time.ts'

/** How far a mailbox has been read. */
type Position = { mailbox: string; uidValidity: string; lastUid: number; since: Instant }

type Deps = {
  /** imaps://user:password@host:port/INBOX */
  url: string
  maxBytes: number
  position: (mailbox: string) => Promise<Position | undefined>
  /** Stores the mail, when there is one, and how far the mailbox has been read: both or neither. */
  store: (position: Position, raw: Buffer | null) => Promise<void>
  /** There may be something to fetch. */
  wake: () => void
  clock: Clock
  log: Logger
}

const connectMs = 20_000
/** A connection that has died without a word is found out by the next command after so long. */
const idleMs = 4 * 60_000
const firstPauseMs = 5000
const longestPauseMs = 10 * 60_000
/** A wrong password does not become right by being said again; providers lock those who insist. */
const refusedPauseMs = 30 * 60_000
/** Clocks of mail servers are not ours. */
const slackMs = 60 * 60_000

/**
 * Fetches what is new in a mailbox, each mail once, and waits for more (IDLE). imapflow does not
 * reconnect by itself: each step finds out whether there is a connection, and makes one when the
 * pause since the last failure is over.
 */
export function createImapPoller(deps: Deps) {
  const { clock, log } = deps
  const { mailbox, options, name } = readUrl(deps.url)
  let client: ImapFlow | undefined
  let failures = 0
  let notBefore: Instant = 0

  return {
    /** One look. @returns whether there was a mail */
    async poll(): Promise<boolean> {
      if (clock.now() < notBefore) return false
      try {
        client = client?.usable ? client : await connect()
        const found = await drain(client)
        failures = 0
        listen(client)
        return found
      } catch (error) {
        failed(error)
        return false
      }
    },
    close() {
      client?.close()
      client = undefined
    },
  }

  async function connect(): Promise<ImapFlow> {
    const { ImapFlow: Mailbox } = await import('imapflow')
    const fresh = new Mailbox({
      ...options,
      ...{ logger: false, disableAutoIdle: true, maxIdleTime: idleMs },
      ...{
        connectionTimeout: connectMs,
        greetingTimeout: connectMs,
        socketTimeout: idleMs + connectMs,
      },
    })
    fresh.on('exists', deps.wake)
    fresh.on('close', deps.wake)
    // Also told by the command that was under way.
    fresh.on('error', (error) => {
      log.debug({ err: error }, 'imap connection failed')
    })
    await fresh.connect()
    await fresh.mailboxOpen(mailbox, { readOnly: true })
    return fresh
  }

  /** Other commands end it; it is begun anew after each look. */
  function listen(on: ImapFlow): void {
    on.idle().catch((error: unknown) => {
      log.debug({ err: error }, 'imap idle ended')
    })
  }

  async function drain(on: ImapFlow): Promise<boolean> {
    // Servers show what is new when they are asked for nothing.
    await on.noop()
    let position = await positionIn(on)
    let found = false
    for (const { uid, size, at } of await listNew(on, position)) {
      position = { ...position, lastUid: uid }
      const isWanted = at >= position.since && size <= deps.maxBytes
      if (size > deps.maxBytes) log.warn({ uid, size }, 'mail too large to be fetched')
      const message = isWanted && (await on.fetchOne(String(uid), { source: true }, { uid: true }))
      // It may have been deleted meanwhile.
      await deps.store(position, (message && message.source) || null)
      found = true
    }
    return found
  }

  async function positionIn(on: ImapFlow): Promise<Position> {
    if (on.mailbox === false) throw new Error('The mailbox is not open')
    const uidValidity = String(on.mailbox.uidValidity)
    const known = await deps.position(name)
    if (known?.uidValidity === uidValidity) return known
    if (known) log.warn({ uidValidity }, 'the mailbox has new numbers and is read anew')
    const since = known?.since ?? clock.now() - slackMs
    return { mailbox: name, uidValidity, lastUid: 0, since }
  }

  async function listNew(on: ImapFlow, { lastUid, since }: Position) {
    const from = `${String(lastUid + 1)}:*`
    // A mailbox may hold years of mail that is none of ours.
    const query = { uid: from, ...(lastUid === 0 && { since: new Date(since) }) }
    const uids = (await on.search(query, { uid: true })) || []
    // «n:*» names the last mail also when it is older than n.
    const fresh = uids.filter((uid) => uid > lastUid)
    if (fresh.length === 0) return []
    const list = await on.fetchAll(
      fresh.join(','),
      { size: true, internalDate: true },
      { uid: true },
    )
    return list
      .map(({ uid, size = 0, internalDate }) => ({
        ...{ uid, size },
        at: internalDate === undefined ? clock.now() : new Date(internalDate).getTime(),
      }))
      .sort((one, other) => one.uid - other.uid)
  }

  function failed(error: unknown): void {
    client?.close()
    client = undefined
    const isRefused =
      error instanceof Error &&
      'authenticationFailed' in error &&
      error.authenticationFailed === true
    const pause = isRefused
      ? refusedPauseMs
      : Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures, 10))
    failures += 1
    notBefore = clock.now() + pause
    log.error({ err: error, isRefused, until: notBefore }, 'mailbox not read')
  }
}

export type ImapPoller = ReturnType<typeof createImapPoller>

/** What imapflow needs, and what the mailbox is called in our books: without the password. */
function readUrl(text: string) {
  const url = new URL(text)
  const secure = url.protocol === 'imaps:'
  const mailbox = decodeURIComponent(url.pathname.slice(1)) || 'INBOX'
  const user = decodeURIComponent(url.username)
  return {
    mailbox,
    name: `${user}@${url.host}/${mailbox}`,
    options: {
      ...{ host: url.hostname, port: Number(url.port) || (secure ? 993 : 143), secure },
      auth: { user, pass: decodeURIComponent(url.password) },
    },
  }
}
