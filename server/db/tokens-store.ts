import type { Selectable } from 'kysely'
import type { Instant } from '../../shared/time.ts'
import type { SecretBox } from '../secret-box.ts'
import type { Db } from './open-db.ts'
import type { Schema } from './schema.ts'

/** The pair with which we act in a portal when nobody is there: an administrator's. */
export type ServiceTokens = {
  memberId: string
  accessToken: string
  refreshToken: string
  expiresAt: Instant
  refreshedAt: Instant
  userId: number
  clientEndpoint: string
  serverEndpoint: string
  scope: string[]
}

export type TokensStore = ReturnType<typeof createTokensStore>

/** The service token of each portal, sealed; a refresh happens once however many ask for it. */
export function createTokensStore(db: Db, box: SecretBox) {
  const renewals = new Map<string, Promise<ServiceTokens>>()

  const store = {
    read,

    async save(tokens: ServiceTokens): Promise<void> {
      const row = toRow(tokens)
      await db
        .insertInto('service_tokens')
        .values(row)
        .onConflict((conflict) => conflict.column('member_id').doUpdateSet(row))
        .execute()
    },

    async erase(memberId: string): Promise<void> {
      await db.deleteFrom('service_tokens').where('member_id', '=', memberId).execute()
    },

    /** @returns the tokens that hold now, whoever renewed them; stored before anybody sees them */
    renew(
      memberId: string,
      staleAccessToken: string,
      renew: (current: ServiceTokens) => Promise<ServiceTokens>,
    ): Promise<ServiceTokens> {
      const running = renewals.get(memberId)
      if (running) return running
      const renewal = renewOnce(memberId, staleAccessToken, renew).finally(() =>
        renewals.delete(memberId),
      )
      renewals.set(memberId, renewal)
      return renewal
    },
  }
  return store

  async function read(memberId: string): Promise<ServiceTokens | undefined> {
    const row = await db
      .selectFrom('service_tokens')
      .selectAll()
      .where('member_id', '=', memberId)
      .executeTakeFirst()
    return row && fromRow(row)
  }

  async function renewOnce(
    memberId: string,
    staleAccessToken: string,
    renew: (current: ServiceTokens) => Promise<ServiceTokens>,
  ): Promise<ServiceTokens> {
    const current = await read(memberId)
    if (!current) throw new Error('The portal has no service token')
    if (current.accessToken !== staleAccessToken) return current
    const renewed = await renew(current)
    await store.save(renewed)
    return renewed
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

  function fromRow(row: Selectable<Schema['service_tokens']>): ServiceTokens {
    const open = (value: string, column: string) =>
      box.open(value, `service_tokens/${row.member_id}/${column}`)
    return {
      memberId: row.member_id,
      accessToken: open(row.access_token, 'access_token'),
      refreshToken: open(row.refresh_token, 'refresh_token'),
      expiresAt: row.expires_at,
      refreshedAt: row.refreshed_at,
      userId: row.user_id,
      clientEndpoint: row.client_endpoint,
      serverEndpoint: row.server_endpoint,
      scope: row.scope.split(',').filter((part) => part.length > 0),
    }
  }
}
