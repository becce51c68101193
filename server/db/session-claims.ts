import { createHash } from 'node:crypto'
import pg from 'pg'
import { planClaims } from './plan-claims.ts'
import type { PortalClaims } from './portal-claims.ts'

/** Kinds of advisory locks: a replica is there; a portal is looked after. */
export const presence = 7_510_001
const portalClaim = 7_510_002

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
  /** Each with a mark of this time that it is ours. */
  const held = new Map<string, symbol>()
  const leaving = new Set<string>()
  const inUse = new Set<readonly string[]>()

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
      const ours = current()
      if (ours.length === 0) return false
      inUse.add(ours)
      try {
        return await step(ours)
      } finally {
        inUse.delete(ours)
      }
    },

    term(memberId) {
      const mark = held.get(memberId)
      return () => mark !== undefined && nowMs() < trustedUntil && held.get(memberId) === mark
    },

    async close() {
      const last = session
      session = undefined
      held.clear()
      await last?.end()
    },
  }

  function current(): readonly string[] {
    if (nowMs() >= trustedUntil) return []
    return [...held.keys()].filter((memberId) => !leaving.has(memberId))
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
    const { rows: portals } = await client.query<{ member_id: string }>(
      'select member_id from portals order by member_id',
    )
    const { rows: locks } = await client.query<{ kind: number; key: number }>(
      `select classid as kind, objid as key from pg_locks
       where locktype = 'advisory' and granted and classid = any($1::oid[])
         and database = (select oid from pg_database where datname = current_database())`,
      [[presence, portalClaim]],
    )
    const taken = new Set(locks.filter(({ kind }) => kind === portalClaim).map(({ key }) => key))
    const plan = planClaims({
      portals: portals.map((row) => row.member_id),
      ours: [...held.keys()],
      isFree: (memberId) => !taken.has(keyOf(memberId)),
      replicas: locks.filter(({ kind }) => kind === presence).length,
    })
    leaving.clear()
    for (const memberId of plan.give) leaving.add(memberId)
    for (const memberId of plan.give) await give(client, memberId)
    for (const memberId of plan.take) await take(client, memberId)
  }

  async function take(client: pg.Client, memberId: string): Promise<void> {
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock($1, $2) as taken',
      [portalClaim, signed(keyOf(memberId))],
    )
    if (rows[0]?.taken === true) held.set(memberId, Symbol(memberId))
  }

  async function give(client: pg.Client, memberId: string): Promise<void> {
    if ([...inUse].some((portals) => portals.includes(memberId))) return
    held.delete(memberId)
    leaving.delete(memberId)
    const key = signed(keyOf(memberId))
    await client.query('select pg_advisory_unlock($1, $2)', [portalClaim, key])
  }
}

const keyOf = (memberId: string) => createHash('sha256').update(memberId).digest().readUInt32BE()

/** PostgreSQL takes the key as an int and shows it as an unsigned one. */
const signed = (key: number) => key | 0
