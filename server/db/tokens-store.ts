import { setTimeout as sleep } from 'node:timers/promises'
import type { Selectable } from 'kysely'
import type { Instant } from '../../shared/time.ts'
import type { SecretBox } from '../secret-box.ts'
import { isPostgres } from './dialect.ts'
import type { Db } from './open-db.ts'
import type { Schema } from './schema.ts'

/** The pair with which we act in a portal when nobody is there: an administrator's. */
export type ServiceTokens = {
  memberId: string
  accessToken: string
  refreshToken: string
  expiresAt: Instant
  /** 0: the OAuth server takes the refresh token no more; an administrator's next visit brings new ones. */
  refreshedAt: Instant
  userId: number
  clientEndpoint: string
  serverEndpoint: string
  scope: string[]
}

export type TokensStore = ReturnType<typeof createTokensStore>

type Renew = (current: ServiceTokens) => Promise<ServiceTokens>

/** Each holds a connection while the OAuth server thinks. */
const maxRenewals = 4
const savePausesMs = [0, 200, 1000, 5000]

/** The service token of each portal, sealed; a refresh happens once however many ask for it. */
export function createTokensStore(db: Db, box: SecretBox) {
  const renewals = new Map<string, Promise<ServiceTokens>>()
  const queue = createQueue(maxRenewals)

  return {
    read: (memberId: string): Promise<ServiceTokens | undefined> => read(db, memberId),

    save: (tokens: ServiceTokens): Promise<void> => save(db, tokens),

    async erase(memberId: string): Promise<void> {
      await db.deleteFrom('service_tokens').where('member_id', '=', memberId).execute()
    },

    /**
     * One refresh at a time, also among replicas: the second use of a refresh token would kill both
     * pairs.
     *
     * @returns the tokens that hold now, whoever renewed them; stored before anybody sees them
     */
    renew(memberId: string, staleAccessToken: string, renew: Renew): Promise<ServiceTokens> {
      const running = renewals.get(memberId)
      if (running) return running
      const renewal = renewOnce(memberId, staleAccessToken, renew).finally(() =>
        renewals.delete(memberId),
      )
      renewals.set(memberId, renewal)
      return renewal
    },
  }

  async function renewOnce(memberId: string, staleAccessToken: string, renew: Renew) {
    let renewed: ServiceTokens | undefined
    const renewOn = async (on: Db) => {
      const current = await readForUpdate(on, memberId)
      if (!current) throw new Error('The portal has no service token')
      if (current.accessToken !== staleAccessToken) return current
      renewed = await renew(current)
      await save(on, renewed)
      return renewed
    }
    try {
      // A replica that dies lets go of the row at once.
      return await (isPostgres(db) ? queue(() => db.transaction().execute(renewOn)) : renewOn(db))
    } catch (error) {
      return renewed ? insistOn(renewed) : latestAfter(error, memberId, staleAccessToken)
    }
  }

  /** The old pair is dead and only we know the new one. */
  async function insistOn(renewed: ServiceTokens): Promise<ServiceTokens> {
    let problem: unknown
    for (const pauseMs of savePausesMs) {
      await sleep(pauseMs)
      try {
        await save(db, renewed)
        return renewed
      } catch (error) {
        problem = error
      }
    }
    throw problem
  }

  /** Somebody may have stored a newer pair while ours was refused. */
  async function latestAfter(error: unknown, memberId: string, staleAccessToken: string) {
    const latest = await read(db, memberId)
    if (latest && latest.accessToken !== staleAccessToken) return latest
    if (latest && isRefused(error))
      await db
        .updateTable('service_tokens')
        .set({ refreshed_at: 0 })
        .where('member_id', '=', memberId)
        .where('refreshed_at', '=', latest.refreshedAt)
        .execute()
    throw error
  }

  async function read(on: Db, memberId: string): Promise<ServiceTokens | undefined> {
    return fromRow(await rowOf(on, memberId).executeTakeFirst())
  }

  async function readForUpdate(on: Db, memberId: string): Promise<ServiceTokens | undefined> {
    const query = rowOf(on, memberId)
    return fromRow(await (isPostgres(on) ? query.forUpdate() : query).executeTakeFirst())
  }

  async function save(on: Db, tokens: ServiceTokens): Promise<void> {
    const row = toRow(tokens)
    await on
      .insertInto('service_tokens')
      .values(row)
      .onConflict((conflict) => conflict.column('member_id').doUpdateSet(row))
      .execute()
  }

  function toRow(tokens: ServiceTokens) {
    const seal = (value: string, column: string) =>
      box.seal(value, `service_tokens/${tokens.memberId}/${column}`)
    return {
      member_id: tokens.memberId,
      access_token: seal(tokens.accessToken, 'access_token'),
      refresh_token: seal(tokens.refreshToken, 'refresh_token'),
      expires_at: tokens.expiresAt,
      refreshed_at: tokens.refreshedAt,
      user_id: tokens.userId,
      client_endpoint: tokens.clientEndpoint,
      server_endpoint: tokens.serverEndpoint,
      scope: tokens.scope.join(','),
    }
  }

  /** Tokens whose key is gone are as good as none: a visit of an administrator brings others. */
  function fromRow(row?: Selectable<Schema['service_tokens']>): ServiceTokens | undefined {
    if (!row) return undefined
    const open = (value: string, column: string) =>
      box.openIfKnown(value, `service_tokens/${row.member_id}/${column}`)
    const accessToken = open(row.access_token, 'access_token')
    const refreshToken = open(row.refresh_token, 'refresh_token')
    if (accessToken === null || refreshToken === null) return undefined
    return {
      memberId: row.member_id,
      ...{ accessToken, refreshToken },
      expiresAt: row.expires_at,
      refreshedAt: row.refreshed_at,
      userId: row.user_id,
      clientEndpoint: row.client_endpoint,
      serverEndpoint: row.server_endpoint,
      scope: row.scope.split(',').filter((part) => part.length > 0),
    }
  }
}

const rowOf = (db: Db, memberId: string) =>
  db.selectFrom('service_tokens').selectAll().where('member_id', '=', memberId)

/** platform.md §2.4: expired or used. */
const isRefused = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'invalid_grant'

/** Runs so many at a time. */
function createQueue(width: number) {
  const tails: Promise<unknown>[] = []
  let turn = 0
  return <T>(work: () => Promise<T>): Promise<T> => {
    turn = (turn + 1) % width
    const result = (tails[turn] ?? Promise.resolve()).then(work)
    tails[turn] = result.catch(() => undefined)
    return result
  }
}
