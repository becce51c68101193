import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLog } from '../../server/log.ts'
import type { Database } from '../../server/db/database.ts'
import type { NewMail } from '../../server/db/mails-store.ts'
import { createMailing } from '../../server/mailing.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { createMovableClock, type MovableClock } from '../support/movable-clock.ts'
import { message, noon } from '../support/records.ts'
import { databaseKinds, type TestDatabase } from '../support/start-database-kinds.ts'

const minuteMs = 60_000

const mail = (key: string, change: Partial<NewMail> = {}): NewMail => ({
  key,
  memberId: 'martinsoft',
  about: null,
  reader: 'Анна Лебедева',
  to: 'lebedeva@romashka.example',
  subject: `Обращение ${key}`,
  text: 'Здравствуйте!',
  headers: { 'Auto-Submitted': 'auto-generated' },
  ...change,
})

const settings = (mail: { smtpUrl: string; from: string } | null) => ({
  ...{ mail, incomingMail: null, sessionSecrets: [''], publicUrl: 'https://desk.example' },
})

/** Mail goes out through one relay, in order, and survives whatever happens to that relay. */
describe.each(databaseKinds)('mail outbox in $kind', ({ start }) => {
  let database: TestDatabase
  let db: Database
  let clock: MovableClock
  let server: MailServer
  let mailing: ReturnType<typeof createMailing>

  const open = (url = server.url) =>
    createMailing(db, settings({ smtpUrl: url, from: 'Поддержка <support@martinsoft.example>' }), {
      ...{ clock, log: createLog('silent') },
      wakeInbox: () => undefined,
    })
  const deliver = async () => {
    while (await mailing.deliverMails('all'));
  }
  const subjects = () => server.mails.map(({ subject }) => subject)

  beforeEach(async () => {
    database = await start()
    db = database.db
    clock = createMovableClock(new Date(noon).toISOString())
    server = await startMailServer()
    mailing = open()
  })
  afterEach(async () => {
    mailing.close()
    await server.stop()
    await database.close()
  })

  it('a mail goes once, with its headers and a Message-ID of its key', async () => {
    await db.mails.add([mail('7:registered'), mail('7:registered')], clock.now())
    await deliver()
    expect(server.mails).toHaveLength(1)
    const [sent] = server.mails
    expect(sent?.headers.get('auto-submitted')).toBe('auto-generated')
    expect(sent?.from?.text).toContain('support@martinsoft.example')
    const [, token = ''] = /^<(\w+)@martinsoft\.example>$/.exec(sent?.messageId ?? '') ?? []
    expect(await db.mails.findByToken(token)).toMatchObject({ subject: 'Обращение 7:registered' })
  })

  it('a process that dies after the server’s 250 repeats the mail recognisably', async () => {
    await db.mails.add([mail('7:registered')], clock.now())
    const dying = createMailing(
      {
        ...db,
        transaction: () => {
          throw new Error('killed')
        },
      },
      settings({ smtpUrl: server.url, from: 'support@martinsoft.example' }),
      { ...{ clock, log: createLog('silent') }, wakeInbox: () => undefined },
    )
    await expect(dying.deliverMails('all')).rejects.toThrow('killed')
    dying.close()
    await deliver()
    const ids = server.mails.map(({ messageId }) => messageId)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  it('a dead mail server loses nothing and is asked less and less often', async () => {
    await server.closeDoor()
    await db.mails.add([mail('1'), mail('2'), mail('3')], clock.now())
    const attempts: boolean[] = []
    for (let minute = 0; minute < 60; minute++) {
      attempts.push(await mailing.deliverMails('all'))
      clock.advance(minuteMs)
    }
    expect(attempts.filter(Boolean).length).toBeLessThan(20)
    clock.advance(5 * 24 * 60 * minuteMs)
    await server.openDoor()
    await deliver()
    expect(subjects().toSorted()).toEqual(['Обращение 1', 'Обращение 2', 'Обращение 3'])
    expect(await db.mails.listParked('martinsoft')).toEqual([])
  })

  it('what is refused for good is parked with the server’s words and goes again on request', async () => {
    server.mood = 'refuses'
    await db.mails.add([mail('1')], clock.now())
    await deliver()
    const [parked] = await db.mails.listParked('martinsoft')
    expect(parked).toMatchObject({ to: 'lebedeva@romashka.example', subject: 'Обращение 1' })
    expect(parked?.problem).toContain('No such mailbox here')
    expect(await db.mails.listParked('other')).toEqual([])
    expect(await db.mails.retry('other', parked?.id ?? 0, clock.now())).toBe(false)
    server.mood = 'takes'
    expect(await db.mails.retry('martinsoft', parked?.id ?? 0, clock.now())).toBe(true)
    await deliver()
    expect(subjects()).toEqual(['Обращение 1'])
  })

  it('a link that loses its worth is not kept for anybody’s word', async () => {
    server.mood = 'refuses'
    await db.mails.add([mail('1', { reader: null }), mail('2')], clock.now())
    await deliver()
    expect(await db.mails.listParked('martinsoft')).toMatchObject([{ subject: 'Обращение 2' }])
    expect(await db.mails.retry('martinsoft', 1, clock.now())).toBe(false)
  })

  it('what is put off comes later, in order for its ticket, and is given up after three days', async () => {
    const about = { ticketId: 't1', messageId: null }
    server.mood = 'defers'
    await db.mails.add([mail('1', { about }), mail('2', { about })], clock.now())
    await deliver()
    server.mood = 'takes'
    await deliver()
    expect(subjects()).toEqual([])
    clock.advance(minuteMs)
    await deliver()
    expect(subjects()).toEqual(['Обращение 1', 'Обращение 2'])
    server.mood = 'defers'
    await db.mails.add([mail('3')], clock.now())
    await deliver()
    clock.advance(4 * 24 * 60 * minuteMs)
    await deliver()
    expect(await db.mails.listParked('martinsoft')).toMatchObject([{ subject: 'Обращение 3' }])
  })

  it('a link that has expired goes no more, and other partners’ mails are left to their keepers', async () => {
    await db.mails.add(
      [
        mail('stale', { goodUntil: clock.now() + minuteMs }),
        mail('strange', { memberId: 'other' }),
      ],
      clock.now(),
    )
    clock.advance(2 * minuteMs)
    while (await mailing.deliverMails(['martinsoft']));
    expect(subjects()).toEqual([])
  })

  it('the acceptance of a message is its delivery, also told to those who ask whom it reached', async () => {
    const asked = message({ id: 't1:partner:comment:5', commentId: 5, asks: true })
    await db.messages.add(asked)
    const about = { ticketId: 't1', messageId: asked.id }
    await db.mails.add([mail('1', { about })], clock.now())
    await deliver()
    const signals = await db.inbox.listDue(clock.now(), 10, 'all')
    expect(signals.map(({ signal }) => signal)).toEqual([
      {
        kind: 'delivered',
        ticketId: 't1',
        messageId: 'partner:comment:5',
        at: expect.any(Number) as number,
        channel: 'mail',
      },
    ])
    expect(await db.readers.listOf('t1')).toEqual([
      {
        messageId: asked.id,
        channel: 'mail',
        reader: 'Анна Лебедева',
        at: expect.any(Number) as number,
      },
    ])
  })

  it('without a mail server nothing is sent, and that is said', async () => {
    const off = createMailing(db, settings(null), {
      ...{ clock, log: createLog('silent') },
      wakeInbox: () => undefined,
    })
    await db.mails.add([mail('1')], clock.now())
    expect(off.isOn).toBe(false)
    expect(await off.deliverMails('all')).toBe(false)
    await deliver()
    expect(subjects()).toEqual(['Обращение 1'])
  })
})
