import { createHash } from 'node:crypto'
import pg from 'pg'
import { planClaims } from './plan-claims.ts'
import type { PortalClaims } from './portal-claims.ts'

/** Kinds of advisory locks: a replica is there; the portals of a lot are looked after. */
export const presence = 7_510_001
const lotClaim = 7_510_003

/**
 * Portals fall into so many lots, each of which is claimed as a whole: the server has room for few
 * thousands of locks, and all replicas look at all of them every second. The number can be divided by
 * that of most replicas.
 */
const lots = 480

/** The server ends a session that says nothing for so long, and its locks with it. */
const silenceMs = 15_000
/** Before that we stop to believe in what we have; a stopped process wakes up with nothing. */
const trustMs = 10_000
const answerMs = 5_000

/**
 * Claims as advisory locks of one PostgreSQL session: they end with the process or its connection, at
 * once or after 15 s of silence, and need neither rows nor anybody's clock.
 *
 * @param nowMs time that never goes back
 */
export function createSessionClaims(url: string, nowMs: () => number): PortalClaims {
  let session: pg.Client | undefined
  let trustedUntil = 0
  /** All portals by their lots, as they were at the last look. */
  let portalsOf = new Map<number, string[]>()
  /** Of which portals these are. */
  let portalsMark: string | undefined
  /** Our lots, each with a mark of this time that it is ours. */
  const held = new Map<number, symbol>()
  const leaving = new Set<number>()
  const inUse = new Set<ReadonlySet<number>>()
  const knownLots = new Map<string, number>()

  return {
    async refresh() {
      const startedAt = nowMs()
      try {
        session ??= await openSession()
        await settle(session)
        trustedUntil = startedAt + trustMs
        return false
      } catch (error) {
        if (session) drop(session)
        throw error
      }
    },

    async use(step) {
      const used = current()
      if (used.size === 0) return false
      inUse.add(used)
      try {
        return await step([...used].flatMap((lot) => portalsOf.get(lot) ?? []))
      } finally {
        inUse.delete(used)
      }
    },

    term(memberId) {
      const lot = lotOf(memberId)
      const mark = held.get(lot)
      return () => mark !== undefined && nowMs() < trustedUntil && held.get(lot) === mark
    },

    async close() {
      const last = session
      session = undefined
      held.clear()
      await last?.end()
    },
  }

  function current(): ReadonlySet<number> {
    if (nowMs() >= trustedUntil) return new Set()
    return new Set([...portalsOf.keys()].filter((lot) => held.has(lot) && !leaving.has(lot)))
  }

  async function openSession(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'sla-desk claims',
      connectionTimeoutMillis: answerMs,
      query_timeout: answerMs,
      keepAlive: true,
    })
    const end = () => {
      drop(client)
    }
    client.on('error', end)
    client.on('end', end)
    await client.connect()
    await client.query(`set idle_session_timeout = ${String(silenceMs)}`)
    await client.query('select pg_advisory_lock_shared($1, 0)', [presence])
    return client
  }

  /** The session is over, and its locks with it. */
  function drop(client: pg.Client): void {
    client.end().catch(() => undefined)
    if (client !== session) return
    session = undefined
    trustedUntil = 0
    held.clear()
    leaving.clear()
  }

  async function settle(client: pg.Client): Promise<void> {
    const { rows: locks } = await client.query<{ kind: number; key: number }>(
      `select classid as kind, objid as key from pg_locks
       where locktype = 'advisory' and granted and classid = any($1::oid[])
         and database = (select oid from pg_database where datname = current_database())`,
      [[presence, lotClaim]],
    )
    const taken = new Set(locks.filter(({ kind }) => kind === lotClaim).map(({ key }) => key))
    await survey(client)
    const plan = planClaims({
      lots: [...portalsOf.keys()],
      ours: [...held.keys()],
      isFree: (lot) => !taken.has(lot),
      replicas: locks.filter(({ kind }) => kind === presence).length,
    })
    leaving.clear()
    for (const lot of plan.give) leaving.add(lot)
    for (const lot of plan.give) await give(client, lot)
    for (const lot of plan.take) await take(client, lot)
  }

  /** The list is read when it is another one: as many portals may be others. */
  async function survey(client: pg.Client): Promise<void> {
    const { rows } = await client.query<{ mark: string }>(
      `select count(*) || '/' || coalesce(sum(hashtext(member_id)), 0) as mark from portals`,
    )
    const mark = rows[0]?.mark
    if (mark === portalsMark) return
    const { rows: portals } = await client.query<{ member_id: string }>(
      'select member_id from portals',
    )
    portalsOf = inLots(portals.map((row) => row.member_id))
    portalsMark = mark
  }

  async function take(client: pg.Client, lot: number): Promise<void> {
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock($1, $2) as taken',
      [lotClaim, lot],
    )
    if (rows[0]?.taken === true) held.set(lot, Symbol(String(lot)))
  }

  async function give(client: pg.Client, lot: number): Promise<void> {
    if ([...inUse].some((used) => used.has(lot))) return
    held.delete(lot)
    leaving.delete(lot)
    await client.query('select pg_advisory_unlock($1, $2)', [lotClaim, lot])
  }

  function inLots(memberIds: readonly string[]): Map<number, string[]> {
    const sorted = new Map<number, string[]>()
    for (const memberId of memberIds) {
      const lot = lotOf(memberId)
      const others = sorted.get(lot)
      if (others) others.push(memberId)
      else sorted.set(lot, [memberId])
    }
    return new Map([...sorted].toSorted(([a], [b]) => a - b))
  }

  /** The same in every process. */
  function lotOf(memberId: string): number {
    const lot =
      knownLots.get(memberId) ??
      createHash('sha256').update(memberId).digest().readUInt32BE() % lots
    knownLots.set(memberId, lot)
    return lot
  }
}
