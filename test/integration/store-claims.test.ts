import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import type { PortalClaims } from '../../server/db/portal-claims.ts'
import { createSessionClaims } from '../../server/db/session-claims.ts'
import { portal } from '../support/records.ts'
import { openDatabase } from '../../server/db/database.ts'
import { startDatabase } from '../support/start-database.ts'
import { box } from '../support/start-database-kinds.ts'

const memberIds = ['a', 'b', 'c', 'd']

describe('portals among replicas', () => {
  let url: string
  let db: Database
  let now: number
  const opened: PortalClaims[] = []

  beforeEach(async () => {
    url = await startDatabase()
    db = await openDatabase({ url }, box)
    now = 0
    for (const memberId of memberIds) await db.portals.save(portal({ memberId }))
  })

  afterEach(async () => {
    for (const claims of opened.splice(0)) await claims.close()
    await db.close()
  })

  function replica(): PortalClaims {
    const claims = createSessionClaims(url, () => now)
    opened.push(claims)
    return claims
  }

  async function oursOf(claims: PortalClaims): Promise<readonly string[]> {
    let seen: readonly string[] = []
    await claims.use((ours) => {
      if (ours !== 'all') seen = ours
      return Promise.resolve(true)
    })
    return seen
  }

  it('one replica has all of them, two have half each, none is had twice', async () => {
    const [first, second] = [replica(), replica()]
    await first.refresh()
    expect(await oursOf(first)).toEqual(memberIds)
    await second.refresh()
    expect(await oursOf(second)).toEqual([])
    await first.refresh()
    await second.refresh()
    expect(await oursOf(first)).toEqual(['a', 'b'])
    expect(await oursOf(second)).toEqual(['c', 'd'])
    expect(first.term('c')()).toBe(false)
    expect(second.term('c')()).toBe(true)
  })

  it('a portal that comes later is looked after too', async () => {
    const claims = replica()
    await claims.refresh()
    await db.portals.save(portal({ memberId: 'late' }))
    await claims.refresh()
    expect((await oursOf(claims)).toSorted()).toEqual([...memberIds, 'late'])
  })

  it('so is one that comes when another one has been erased', async () => {
    await db.portals.save(portal({ memberId: 'd', isInstalled: false }))
    const claims = replica()
    await claims.refresh()
    await db.transaction((stores) => stores.partyData.erasePortal('d'))
    await db.portals.save(portal({ memberId: 'late' }))
    await claims.refresh()
    expect((await oursOf(claims)).toSorted()).toEqual(['a', 'b', 'c', 'late'])
  })

  it('when replicas come up at the same moment, then each portal has one that looks after it', async () => {
    const replicas = [replica(), replica(), replica()]
    for (let round = 0; round < 3; round += 1)
      await Promise.all(replicas.map((claims) => claims.refresh()))
    const all = await Promise.all(replicas.map(oursOf))
    expect(all.flat().toSorted()).toEqual(memberIds)
    expect(Math.max(...all.map((ours) => ours.length))).toBe(2)
  })

  it('a portal in work is given back when the work is over, not before', async () => {
    const [first, second] = [replica(), replica()]
    await first.refresh()
    let finish: (saw: boolean) => void = () => undefined
    const step = first.use(() => new Promise((resolve) => (finish = resolve)))
    await second.refresh()
    await first.refresh()
    await second.refresh()
    // Nothing new begins on it meanwhile.
    expect(await oursOf(first)).toEqual(['a', 'b'])
    expect(await oursOf(second)).toEqual([])
    finish(true)
    await step
    await first.refresh()
    await second.refresh()
    expect(await oursOf(second)).toEqual(['c', 'd'])
  })

  it('thousands of portals need few locks, and each has still one that looks after it', async () => {
    const many = Array.from({ length: 1500 }, (_, index) => `portal${String(index)}`)
    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    await admin.query(
      `insert into portals
       select (jsonb_populate_record(p, jsonb_build_object('member_id', id))).*
       from portals p, unnest($1::text[]) id where p.member_id = 'a'`,
      [many],
    )
    const replicas = [replica(), replica(), replica()]
    for (let round = 0; round < 3; round += 1) for (const claims of replicas) await claims.refresh()
    const all = await Promise.all(replicas.map(oursOf))
    expect(all.flat().toSorted()).toEqual([...memberIds, ...many].toSorted())
    for (const ours of all) expect(ours.length).toBeGreaterThan(400)
    const { rows } = await admin.query<{ count: number }>(
      `select count(*)::int as count from pg_locks where locktype = 'advisory'
       and database = (select oid from pg_database where datname = current_database())`,
    )
    await admin.end()
    expect(rows[0]?.count).toBeLessThan(520)
  })

  it('when a replica dies, then the others have its portals at once', async () => {
    const [first, second] = [replica(), replica()]
    await first.refresh()
    await first.close()
    await second.refresh()
    expect(await oursOf(second)).toEqual(memberIds)
  })

  it('one that has been stopped for long believes in nothing when it goes on', async () => {
    const claims = replica()
    await claims.refresh()
    const isOurs = claims.term('a')
    now += 9_999
    expect(isOurs()).toBe(true)
    now += 1
    expect(isOurs()).toBe(false)
    expect(await oursOf(claims)).toEqual([])
    await claims.refresh()
    expect(await oursOf(claims)).toEqual(memberIds)
  })

  it('when the connection breaks, then nothing is ours until there is a new one', async () => {
    const claims = replica()
    await claims.refresh()
    const isOurs = claims.term('a')
    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sla-desk claims' and datname = current_database()",
    )
    await admin.end()
    for (let tries = 0; isOurs() && tries < 100; tries += 1) await sleep(10)
    expect(await oursOf(claims)).toEqual([])
    await claims.refresh()
    expect(await oursOf(claims)).toEqual(memberIds)
    // It may have been somebody else's in between.
    expect(isOurs()).toBe(false)
    expect(claims.term('a')()).toBe(true)
  })
})
