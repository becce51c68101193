import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mailPageSchema } from '../../shared/api/mails.ts'
import type { Instant } from '../../shared/time.ts'
import { createLog } from '../../server/log.ts'
import { createImapPoller, type ImapPoller } from '../../server/mail/imap-poller.ts'
import {
  hasDovecot,
  type MailboxServer,
  startDovecot,
  startHoodiecrow,
} from '../support/mailbox-server.ts'
import { mailFixture } from '../support/mail-fixture.ts'
import { openBridge } from '../support/open-bridge.ts'
import { visit } from '../support/visit.ts'

const hourMs = 60 * 60_000
const mailOf = (subject: string) => Buffer.from(`Subject: ${subject}\r\n\r\nx\r\n`)
const kinds = [
  ['hoodiecrow', startHoodiecrow, true],
  [hasDovecot ? 'dovecot' : 'dovecot (not installed here)', startDovecot, hasDovecot],
] as const

describe.each(kinds)('a mailbox on %s', (name, start, isThere) => {
  let server: MailboxServer
  let poller: ImapPoller
  let now: Instant
  const subjects: string[] = []
  const wakes: (() => void)[] = []

  if (isThere) {
    beforeEach(async () => {
      server = await start()
      now = Date.now()
      subjects.length = 0
      poller = open()
    })
    afterEach(async () => {
      poller.close()
      await server.stop()
    })
  }

  type Position = Parameters<Parameters<typeof createImapPoller>[0]['store']>[0]
  let position: Position | undefined

  const open = (url = server.url) => {
    position = undefined
    return createImapPoller({
      url,
      maxBytes: 10_000,
      position: () => Promise.resolve(position),
      store(at, raw) {
        position = at
        if (raw) subjects.push(/Subject: (.*)\r/.exec(raw.toString())?.[1] ?? '')
        return Promise.resolve()
      },
      wake: () => {
        for (const wake of wakes.splice(0)) wake()
      },
      clock: { now: () => now },
      log: createLog('silent'),
    })
  }
  const woken = () =>
    new Promise<void>((resolve) => {
      wakes.push(resolve)
    })

  it.skipIf(!isThere)('is fetched mail by mail, each once, in their order', async () => {
    await server.append(mailOf('one'))
    await server.append(mailOf('two'))
    expect(await poller.poll()).toBe(true)
    expect(await poller.poll()).toBe(false)
    await server.append(mailOf('three'))
    await poller.poll()
    expect(subjects).toEqual(['one', 'two', 'three'])
  })

  it.skipIf(!isThere)('says itself when something has come', async () => {
    await poller.poll()
    const said = woken()
    await server.append(mailOf('urgent'))
    await said
    await poller.poll()
    expect(subjects).toEqual(['urgent'])
  })

  it.skipIf(!isThere)(
    'is found again when the line was cut, and nothing is lost or doubled',
    async () => {
      await server.append(mailOf('before'))
      await poller.poll()
      const said = woken()
      server.cutLine()
      await said
      await server.append(mailOf('meanwhile'))
      await poller.poll()
      expect(subjects).toEqual(['before', 'meanwhile'])
    },
  )

  it.skipIf(!isThere)('under new numbers is read anew', async () => {
    await server.append(mailOf('one'))
    await poller.poll()
    poller.close()
    await server.renumber()
    await poller.poll()
    expect(subjects).toEqual(['one', 'one'])
  })

  it.skipIf(!isThere)('what is too large is passed over', async () => {
    await server.append(Buffer.concat([mailOf('large'), Buffer.alloc(20_000, 'x')]))
    await server.append(mailOf('small'))
    await poller.poll()
    expect(subjects).toEqual(['small'])
  })

  // Dovecot lets those wait who do not know the password.
  it.skipIf(name !== 'hoodiecrow')(
    'with a wrong password is left alone for half an hour',
    async () => {
      const wrong = open(server.url.replace('testpass', 'wrong'))
      await wrong.poll()
      await wrong.poll()
      expect(server.calls()).toBe(1)
      now += hourMs / 2 + 1
      await wrong.poll()
      expect(server.calls()).toBe(2)
      wrong.close()
    },
  )
})

describe('the desk with a mailbox', () => {
  it('takes each mail once, also when the mailbox has new numbers', async () => {
    const server = await startHoodiecrow()
    const mail = {
      MAIL_ADDRESS: 'support@desk.example',
      MAIL_IMAP_URL: server.url,
      MAIL_AUTHSERV_ID: 'mx.provider.example',
    }
    const bridge = await openBridge({ mail })
    const manager = await visit(bridge.world.appUrl, bridge.world.partner, 1)
    const page = async () => (await manager.get('/api/mails', mailPageSchema)).mails
    const results = (server_: string) =>
      Buffer.from(
        `Authentication-Results: ${server_}; dkim=pass header.d=romashka.example; dmarc=pass header.from=romashka.example\r\n`,
      )
    await server.append(Buffer.concat([results('mx.provider.example'), mailFixture('koi8-r')]))
    await server.append(Buffer.concat([results('mx.evil.example'), mailFixture('windows-1251')]))
    await bridge.world.settle()
    // Newest first. The provider's word counts, a stranger's does not.
    const expected = [{ state: 'quarantined', reason: 'unproven' }, { state: 'accepted' }]
    expect(await page()).toMatchObject(expected)
    server.cutLine()
    await server.renumber()
    bridge.world.clock.advance(hourMs)
    await bridge.world.settle()
    expect(await page()).toMatchObject(expected)
    await bridge.world.stop()
    await server.stop()
  })
})
