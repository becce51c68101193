import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PortalEvent } from '../../server/bitrix/wire.ts'
import type { Database } from '../../server/db/database.ts'
import type { Portals } from '../../server/db/ours.ts'
import { createReceiveEvent } from '../../server/usecases/receive-event.ts'
import { createReportTrouble } from '../../server/usecases/report-trouble.ts'
import { contract, noon, person, portal, tell, terms, tokens } from '../support/records.ts'
import { place } from '../support/readings.ts'
import { databaseKinds, type TestDatabase } from '../support/start-database-kinds.ts'

const minute = 60_000
const clock = { now: () => noon }

describe.each(databaseKinds)('looking after portals in $kind', ({ start }) => {
  let database: TestDatabase
  let db: Database

  beforeEach(async () => {
    database = await start()
    db = database.db
    await db.portals.save(portal())
    await db.portals.save(portal({ memberId: 'martinsoft', role: 'partner', host: 'm.example' }))
    const linked = contract({ customerMemberId: 'romashka', state: 'active' })
    await db.contracts.add(linked, terms(), [person({ portalUserId: 7 })])
  })

  afterEach(() => database.close())

  it('a look belongs to one of those who want it, and so does a check', async () => {
    const others = await database.replica()
    const everyMs = minute
    const claim = (store: Database, now: number) => store.upkeep.claimLook('romashka', now, everyMs)
    const claims = await Promise.all([claim(db, noon), claim(others, noon), claim(db, noon)])
    expect(claims.filter(Boolean)).toHaveLength(1)
    expect(await claim(others, noon + minute)).toBe(true)
    expect(await claim(db, noon + minute)).toBe(false)

    expect(await db.upkeep.listToCheck(noon, 10, 'all')).toEqual(['romashka'])
    expect(await db.upkeep.listToCheck(noon, 10, ['martinsoft'])).toEqual([])
    expect(await db.upkeep.claimCheck('romashka', noon, 10 * minute)).toBe(true)
    expect(await others.upkeep.claimCheck('romashka', noon, 10 * minute)).toBe(false)
    // Whoever has died over it is replaced.
    expect(await others.upkeep.claimCheck('romashka', noon + 10 * minute, minute)).toBe(true)
  })

  it('those who have waited longest are looked at first, so many at a time', async () => {
    for (const memberId of ['romashka', 'martinsoft', 'lavanda'])
      await db.portals.save(portal({ memberId, place, isInstalled: memberId !== 'lavanda' }))
    await db.upkeep.claimLook('romashka', noon - minute, 1)
    const due = async (limit: number, ours: Portals = 'all') =>
      (await db.portals.listToLook(noon - minute, limit, ours)).map(({ memberId }) => memberId)
    expect(await due(10)).toEqual(['martinsoft', 'romashka'])
    expect(await due(1)).toEqual(['martinsoft'])
    expect(await due(10, ['romashka', 'lavanda'])).toEqual(['romashka'])
    expect(await due(10, { except: ['martinsoft'] })).toEqual(['romashka'])
    await db.upkeep.claimLook('romashka', noon, minute)
    expect(await due(10)).toEqual(['martinsoft'])
  })

  it('when checks of many portals are due at once, then they come one after the other', async () => {
    await db.upkeep.scheduleCheck('romashka', noon)
    await db.upkeep.scheduleCheck('martinsoft', noon - minute)
    expect(await db.upkeep.listToCheck(noon, 1, 'all')).toEqual(['martinsoft'])
    expect(await db.upkeep.listToCheck(noon, 10, 'all')).toEqual(['martinsoft', 'romashka'])
  })

  it('refusals ask for a check soon, but not again and again', async () => {
    await db.upkeep.claimCheck('romashka', noon, minute)
    await db.upkeep.scheduleCheck('romashka', noon + 60 * minute)
    await db.upkeep.askCheck('romashka', noon + minute)
    expect((await db.upkeep.find('romashka')).checkAt).toBe(noon + 10 * minute)
    await db.upkeep.askCheck('romashka', noon + 20 * minute)
    expect((await db.upkeep.find('romashka')).checkAt).toBe(noon + 10 * minute)
  })

  it('what keeps being wrong is told once; what is wrong anew is told anew', async () => {
    const report = createReportTrouble({ db, clock, wake: () => undefined })
    const told = async () => (await db.outbox.listDue(noon, 10, 'all')).length
    const closed = { kind: 'closed' as const, words: 'no' }
    await report(portal(), closed)
    await report(portal(), { ...closed, words: 'still no' })
    expect(await told()).toBe(1)
    expect((await db.upkeep.find('romashka')).trouble).toMatchObject({ words: 'no', since: noon })
    await report(portal(), { kind: 'unpaid', words: '' })
    expect(await told()).toBe(2)
    await report(portal(), null)
    expect((await db.upkeep.find('romashka')).trouble).toBeNull()
    expect(await told()).toBe(2)
  })

  it('what was put off goes at once when the portal takes calls again, and only there', async () => {
    await db.outbox.add([tell('a'), tell('b', { memberId: 'martinsoft' })], 3, noon)
    for (const row of await db.outbox.listDue(noon, 10, 'all'))
      await db.outbox.postpone(row, { until: noon + minute, problem: 'no', isUncertain: true })
    await db.parked.hurry('romashka', noon)
    const due = await db.outbox.listDue(noon, 10, 'all')
    expect(due).toMatchObject([{ memberId: 'romashka', isUncertain: true }])
  })

  it.each([true, false])(
    'an uninstall (CLEAN %s) leaves no token, and with CLEAN no name',
    async (clean) => {
      await db.tokens.save(tokens())
      await db.portals.rememberUsers('romashka', new Map([[7, 'Анна Лебедева']]), noon)
      await db.portals.rememberUsers('martinsoft', new Map([[5, 'Иван Петров']]), noon)
      const forgetClient = vi.fn()
      const receive = createReceiveEvent({
        db,
        clock,
        log: pino({ level: 'silent' }),
        oauth: { isAllowed: () => false, appInfo: () => Promise.reject(new Error('not asked')) },
        appKeys: { ofToken: () => Promise.resolve(undefined) },
        reportTrouble: createReportTrouble({ db, clock, wake: () => undefined }),
        forgetClient,
        wake: () => undefined,
      })
      const event: PortalEvent = {
        name: 'ONAPPUNINSTALL',
        kind: 'uninstalled',
        clean,
        memberId: 'romashka',
        applicationToken: 'application token',
        accessToken: null,
        refreshToken: null,
        serverEndpoint: null,
      }
      await expect(receive({ ...event, applicationToken: 'another' })).rejects.toThrow()
      expect(await db.tokens.read('romashka')).toBeDefined()

      await receive(event)

      expect(await db.tokens.read('romashka')).toBeUndefined()
      expect(forgetClient).toHaveBeenCalledWith('romashka')
      expect(await db.portals.find('romashka')).toMatchObject({
        isInstalled: false,
        applicationToken: null,
        role: 'customer',
      })
      expect((await db.portals.namesOf('romashka', [7])).size).toBe(clean ? 0 : 1)
      expect((await db.portals.namesOf('martinsoft', [5])).size).toBe(1)
      // The contract is the partner's as well, and is found again.
      const known = await db.contracts.findOfCustomer('romashka')
      expect((await db.contracts.persons(known?.id ?? ''))[0]?.portalUserId).toBe(7)
    },
  )
})
