import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import type { OutboxRow } from '../../server/db/outbox-store.ts'
import type { ServiceTokens } from '../../server/db/tokens-store.ts'
import { noon, portal, set, tell, tokens } from '../support/records.ts'
import { databaseKinds, type TestDatabase } from '../support/start-database-kinds.ts'

const minute = 60_000
const item = (itemId: number) => ({ kind: 'item' as const, itemId })

describe.each(databaseKinds)('queues in $kind', ({ start }) => {
  let database: TestDatabase
  let db: Database

  beforeEach(async () => {
    database = await start()
    db = database.db
  })

  afterEach(() => database.close())

  const outbox = (now = noon) => db.outbox.listDue(now, 100, 'all')
  const keysOf = (rows: readonly OutboxRow[]) => rows.map((row) => row.key)
  const itemsOf = async (now: number, limit = 100, ours: 'all' | string[] = 'all') =>
    (await db.inbox.listDue(now, limit, ours)).map(({ signal }) =>
      'itemId' in signal ? signal.itemId : null,
    )

  it('signals come in their order, when they are due and to whom the portal belongs', async () => {
    for (const itemId of [1, 2, 3]) await db.inbox.add('romashka', item(itemId), noon)
    await db.inbox.add('martinsoft', item(4), noon + minute)
    expect(await itemsOf(noon)).toEqual([1, 2, 3])
    expect(await itemsOf(noon + minute, 2)).toEqual([1, 2])
    expect(await itemsOf(noon + minute, 100, ['martinsoft', 'other'])).toEqual([4])
    expect(await db.inbox.count()).toBe(4)
  })

  it('signals that could not be worked off wait; others are gone with their work', async () => {
    for (const itemId of [1, 2, 3]) await db.inbox.add('romashka', item(itemId), noon)
    const [first, second] = await db.inbox.listDue(noon, 100, 'all')
    await db.inbox.remove([first?.id ?? 0])
    await db.inbox.postpone([second?.id ?? 0], noon + minute, 'The portal is down')
    expect(await itemsOf(noon)).toEqual([3])
    const [again] = await db.inbox.listDue(noon + minute, 100, 'all')
    expect(again).toMatchObject({ signal: item(2), attempts: 1, receivedAt: noon })
  })

  it('what comes in at once is stored in order, and answered when it is', async () => {
    const ids = Array.from({ length: 1200 }, (_none, index) => index)
    await Promise.all(ids.map((itemId) => db.intake.take('romashka', item(itemId), noon)))
    const other = await database.open()
    const stored = await other.inbox.listDue(noon, 2000, 'all')
    expect(stored.map(({ signal }) => ('itemId' in signal ? signal.itemId : null))).toEqual(ids)
  })

  it('when a group cannot be stored, then each who waits for it hears of it', async () => {
    const closed = await database.open()
    await closed.close()
    const takes = [1, 2, 3].map((itemId) => closed.intake.take('romashka', item(itemId), noon))
    const results = await Promise.allSettled(takes)
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'rejected'])
    await db.intake.take('romashka', item(4), noon)
    expect(await itemsOf(noon)).toEqual([4])
  })

  it('a tell is made once, however often it is asked for', async () => {
    await db.outbox.add([tell('hello'), tell('bye')], 3, noon)
    await db.outbox.add([tell('hello')], 3, noon)
    const [hello] = await outbox()
    expect(keysOf(await outbox())).toEqual(['hello', 'bye'])
    if (!hello) throw new Error('Nothing waits')
    expect(await db.outbox.markSent(hello, 5_000_000_000)).toBe(true)
    expect(await db.outbox.markSent(hello, 5_000_000_001)).toBe(false)
    await db.outbox.add([tell('hello')], 3, noon)
    expect(keysOf(await outbox())).toEqual(['bye'])
    expect(await db.outbox.isOwnComment('romashka', 5_000_000_000)).toBe(true)
  })

  it('what is told is worded as its portal speaks, and stays so', async () => {
    await db.portals.save(portal({ memberId: 'romashka', language: 'en' }))
    const text = { ru: 'Привет', en: 'Hello' }
    const effect = { kind: 'notify' as const, side: 'customer' as const, userId: 7, text }
    const rows = [tell('here', { effect }), tell('elsewhere', { memberId: 'martinsoft', effect })]
    await db.outbox.add(rows, 3, noon)
    await db.portals.save(portal({ memberId: 'romashka', language: 'ru' }))
    await db.outbox.add(rows, 3, noon)
    const texts = (await outbox()).map((row) => [row.key, 'text' in row.effect && row.effect.text])
    expect(texts).toEqual([
      ['here', 'Hello'],
      ['elsewhere', 'Привет'],
    ])
  })

  it('a set that is wished anew while it is on its way goes again', async () => {
    await db.outbox.add([set('item')], 3, noon)
    const [row] = await outbox()
    if (!row) throw new Error('Nothing waits')
    await db.outbox.begin([row])
    await db.outbox.add([set('item')], 3, noon)
    await db.outbox.markSent(row, null)
    expect(await outbox()).toMatchObject([{ key: 'item', revision: 2, isUncertain: false }])
    const [again] = await outbox()
    if (again) await db.outbox.markSent(again, null)
    expect(await outbox()).toEqual([])
  })

  it('what has begun is uncertain until its outcome is known, also for those who come after', async () => {
    await db.outbox.add([tell('hello'), tell('bye')], 3, noon)
    const rows = await outbox()
    expect(await db.outbox.begin(rows)).toEqual(new Set(rows.map((row) => row.id)))
    const other = await database.open()
    const seen = await other.outbox.listDue(noon, 100, 'all')
    expect(seen.map((row) => row.isUncertain)).toEqual([true, true])
    const [hello, bye] = rows
    const refused = { until: noon + minute, problem: 'Too many requests', isUncertain: false }
    if (hello) await db.outbox.postpone(hello, refused)
    if (bye) await db.outbox.park(bye, 'No such card')
    expect(await outbox(noon + minute)).toMatchObject([
      { key: 'hello', isUncertain: false, attempts: 1 },
    ])
  })

  it('what somebody else has begun since it was listed is not begun again', async () => {
    await db.outbox.add([tell('hello'), tell('bye')], 3, noon)
    const other = await database.replica()
    const listed = await outbox()
    const [hello] = await other.outbox.listDue(noon, 100, 'all')
    if (hello) await other.outbox.begin([hello])
    const begun = await db.outbox.begin(listed)
    expect(listed.filter((row) => begun.has(row.id)).map((row) => row.key)).toEqual(['bye'])
  })

  it('what waits for something else or failed comes back later, what is sent never', async () => {
    await db.outbox.add([tell('hello'), tell('bye')], 3, noon)
    const [hello, bye] = await outbox()
    if (!hello || !bye) throw new Error('Nothing waits')
    await db.outbox.holdBack(hello.id, noon + minute)
    await db.outbox.markSent(bye, null)
    await db.outbox.postpone(bye, { until: noon, problem: 'late', isUncertain: true })
    expect(await outbox()).toEqual([])
    expect(keysOf(await outbox(noon + minute))).toEqual(['hello'])
    expect(await db.outbox.countWaiting()).toBe(1)
  })

  const renewed = (change: Partial<ServiceTokens> = {}) =>
    tokens({ accessToken: 'access 2', refreshToken: 'refresh 2', ...change })

  it('tokens are renewed once for all who need it', async () => {
    await db.tokens.save(tokens())
    const other = await database.replica()
    let refreshes = 0
    const refresh = async () => {
      refreshes += 1
      await sleep(50)
      return renewed()
    }
    const renewals = await Promise.all(
      [db, other, db, other].map((by) => by.tokens.renew('romashka', 'access 1', refresh)),
    )
    expect(renewals).toEqual([renewed(), renewed(), renewed(), renewed()])
    expect(refreshes).toBe(1)
    expect(await other.tokens.read('romashka')).toEqual(renewed())
  })

  const used = () => Promise.reject(Object.assign(new Error('used'), { code: 'invalid_grant' }))

  it('when the refresh token was used up by somebody who died, then an administrator is awaited', async () => {
    await db.tokens.save(tokens())
    await expect(db.tokens.renew('romashka', 'access 1', used)).rejects.toThrow('used')
    expect(await db.tokens.read('romashka')).toEqual(tokens({ refreshedAt: 0 }))
    await db.tokens.save(renewed())
    await expect(db.tokens.renew('romashka', 'access 1', used)).resolves.toEqual(renewed())
  })

  it('a renewal that fails for another reason can be tried again', async () => {
    await db.tokens.save(tokens())
    const down = () => Promise.reject(new Error('down'))
    await expect(db.tokens.renew('romashka', 'access 1', down)).rejects.toThrow('down')
    expect(await db.tokens.read('romashka')).toEqual(tokens())
    const again = db.tokens.renew('romashka', 'access 1', () => Promise.resolve(renewed()))
    await expect(again).resolves.toEqual(renewed())
    await db.tokens.erase('romashka')
    await expect(db.tokens.renew('romashka', 'access 2', used)).rejects.toThrow(/no service token/)
  })
})
