import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import type { NewEffect } from '../../server/db/effect.ts'
import { createPartyData } from '../../server/party-data.ts'
import { parseConfig } from '../../server/config.ts'
import { verbatim } from '../../shared/words/language.ts'
import { contract, noon, person, portal, terms } from '../support/records.ts'
import { demoEnvironment } from '../support/start-world.ts'
import { databaseKinds, type TestDatabase } from '../support/start-database-kinds.ts'

const dayMs = 24 * 60 * 60_000

describe.each(databaseKinds)('what has been kept long enough in $kind', ({ start }) => {
  let database: TestDatabase
  let db: Database
  const clock = { at: noon, now: () => clock.at }

  beforeEach(async () => {
    clock.at = noon
    database = await start()
    db = database.db
  })
  afterEach(() => database.close())

  /** The job under these settings, until nothing is left to do. */
  async function forget(settings: Record<string, string> = {}): Promise<number> {
    const { keepDays } = parseConfig({
      ...{ ...demoEnvironment, PUBLIC_URL: 'https://desk.example', DATABASE_FILE: 'desk.db' },
      ...settings,
    })
    const { forgetOld } = createPartyData(db, { keepDays, clock, log: pino({ level: 'silent' }) })
    let steps = 1
    while (await forgetOld('all')) steps += 1
    return steps
  }

  async function holdMail(name: string, state: 'accepted' | 'quarantined'): Promise<number> {
    const raw = Buffer.from(`Subject: ${name}`)
    const envelope = { returnPath: null, recipients: ['desk@m.example'], remote: null }
    await db.mailIntake.take({ ...envelope, raw, receivedAt: clock.now() })
    const mail = await db.rawMails.claimNext(clock.now())
    const id = mail?.id ?? 0
    await db.rawMails.settle(id, { state, partnerMemberId: 'martinsoft' })
    return id
  }

  it('mails lose their bytes, held ones go as a whole', async () => {
    const [let_, held] = [await holdMail('one', 'accepted'), await holdMail('two', 'quarantined')]
    clock.at = noon + 89 * dayMs
    await forget()
    expect((await db.rawMails.find(let_))?.raw).not.toBeNull()
    clock.at = noon + 91 * dayMs
    await forget({ KEEP_HELD_MAIL_DAYS: '100' })
    expect(await db.rawMails.find(let_)).toMatchObject({ raw: null, state: 'accepted' })
    expect(await db.rawMails.find(held)).toMatchObject({ raw: null })
    await forget()
    expect(await db.rawMails.find(held)).toBeUndefined()
    expect(await db.rawMails.find(let_)).toBeDefined()
  })

  it('a mail that nobody has read stays, however old', async () => {
    const envelope = { returnPath: null, recipients: ['desk@m.example'], remote: null }
    await db.mailIntake.take({ ...envelope, raw: Buffer.from('x'), receivedAt: noon })
    clock.at = noon + 4000 * dayMs
    await forget()
    expect((await db.rawMails.claimNext(clock.now()))?.raw).not.toBeNull()
  })

  it('what portals have taken loses its words, and still happens once', async () => {
    const wish = (key: string, effect: NewEffect) => ({
      ...{ memberId: 'romashka', ticketId: 't1', key },
      effect,
    })
    const side = 'customer' as const
    const said = 'Проверяем принтер.'
    const words = { side, text: verbatim(said) }
    const wishes = [
      wish('notice', { kind: 'notify', userId: 7, ...words }),
      wish('said', { kind: 'comment', messageId: 'm1', ...words }),
      wish('unnumbered', { kind: 'comment', messageId: null, ...words }),
      wish('item', { kind: 'item', side }),
    ]
    const due = async () =>
      (await db.outbox.listDue(clock.now(), 100, 'all')).map(({ key }) => key).toSorted()
    await db.outbox.add(wishes, 2, noon)
    for (const row of await db.outbox.listDue(noon, 100, 'all'))
      await db.outbox.markSent(row, row.key === 'said' ? 501 : null)
    await db.outbox.add([wish('waits', { kind: 'notify', userId: 8, ...words })], 2, noon)
    const texts = async () => (await db.outbox.remembered('t1')).comments.map(({ text }) => text)
    clock.at = noon + 89 * dayMs
    await forget()
    expect(await texts()).toEqual([said, said])
    clock.at = noon + 91 * dayMs
    await forget()
    // Only its words tell the one without a number from a person's.
    expect((await texts()).toSorted()).toEqual(['', said])
    expect(await db.outbox.isOwnComment('romashka', 501)).toBe(true)
    expect(await due()).toEqual(['waits'])
    await db.outbox.add(wishes, 2, clock.now())
    expect(await due()).toEqual(['item', 'waits'])
  })

  it('the log of webhooks goes in steps, what waits stays', async () => {
    const delivery = {
      ...{ webhookId: 'w', memberId: 'martinsoft', ticketId: 't1' },
      ...{ event: 'closed' as const, body: '{}' },
    }
    for (let count = 0; count < 620; count += 1)
      await db.webhooks.enqueue({ ...delivery, eventId: `e${String(count)}` }, noon)
    await db.webhooks.enqueue({ ...delivery, webhookId: 'v', eventId: 'waits' }, noon)
    for (let id = 1; id <= 620; id += 1) await db.webhooks.markSent(id, noon)
    clock.at = noon + 31 * dayMs
    expect(await forget()).toBe(2)
    expect(await db.webhooks.logOf('w', 1000)).toEqual([])
    expect(await db.webhooks.logOf('v', 1000)).toHaveLength(1)
  })

  it('changes are kept for five years, calls of robots for ninety days', async () => {
    await db.audit.record({
      ...{ memberId: 'martinsoft', contractId: null, code: 'settings.changed', about: '' },
      ...{ by: null, before: null, after: null, at: noon },
    })
    const call = {
      ...{ memberId: 'romashka', token: 'once', code: 'c', entityTypeId: 1, itemId: 1 },
      ...{ properties: {}, waits: false, receivedAt: noon, xmlId: 'x' },
      ...{ filerId: null, hasBegun: false },
    }
    await db.robotCalls.add(call)
    const entries = async () => (await db.audit.list('martinsoft', { limit: 10 })).length
    clock.at = noon + 91 * dayMs
    await forget()
    expect(await db.robotCalls.find('romashka', 'once')).toBeUndefined()
    expect(await entries()).toBe(1)
    clock.at = noon + 1826 * dayMs
    await forget()
    expect(await entries()).toBe(0)
  })

  it('the last day of a contract is over when it is over in its zone', async () => {
    await db.portals.save(portal({ isInstalled: false }))
    const linked = contract({ customerMemberId: 'romashka', state: 'active' })
    await db.contracts.add(linked, terms(), [person()])
    const life = await db.contractLife.find('c1')
    await db.contractLife.save(linked, { ...life, endsOn: '2026-11-30' })
    const midnight = Date.parse('2026-11-30T21:00:00Z') + 10 * dayMs
    clock.at = midnight - 1
    await forget({ KEEP_ENDED_CONTRACT_DAYS: '10' })
    expect(await db.contracts.find('c1')).toBeDefined()
    clock.at = midnight
    await forget({ KEEP_ENDED_CONTRACT_DAYS: '10' })
    expect(await db.contracts.find('c1')).toBeUndefined()
  })

  it('a contract goes so long after its end, and only where that is wished', async () => {
    await db.portals.save(portal({ isInstalled: false }))
    const linked = contract({ customerMemberId: 'romashka', state: 'active' })
    await db.contracts.add(linked, terms(), [person()])
    const life = await db.contractLife.find('c1')
    await db.contractLife.save(linked, { ...life, endsOn: '2026-11-30' })
    clock.at = noon + 500 * dayMs
    await forget()
    expect(await db.contracts.find('c1')).toBeDefined()
    await forget({ KEEP_ENDED_CONTRACT_DAYS: '600' })
    expect(await db.contracts.find('c1')).toBeDefined()
    await forget({ KEEP_ENDED_CONTRACT_DAYS: '365' })
    expect(await db.contracts.find('c1')).toBeUndefined()
    expect(await db.contracts.persons('c1')).toEqual([])
    expect(await db.portals.find('romashka')).toBeUndefined()
    expect(await db.audit.list('martinsoft', { limit: 10 })).toMatchObject([
      { code: 'contract.erased', by: null, about: 'ООО «Ромашка»' },
    ])
  })
})
