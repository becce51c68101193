import { randomHex } from './state.ts'
import { type TokenPair } from './types.ts'

export type Grant = {
  memberId: string
  userId: number
  clientId: string
  expiresAt: number
  /** Minted for a script that plays a person, see /_emulator/token. */
  isPerson: boolean
  isRevoked: boolean
}

export const accessTtlMs = 3600_000
const refreshTtlMs = 180 * 86_400_000
const codeTtlMs = 30_000

export type GrantFor = Pick<Grant, 'memberId' | 'userId' | 'clientId'> & { isPerson?: boolean }
/** Tokens that outlive a run. */
export type TokenSnapshot = { access: [string, Grant][]; refresh: [string, Grant][] }
export type Tokens = ReturnType<typeof createTokens>

/** All tokens of all portals: access one hour, refresh 180 days and good for one use, codes 30 s. */
export function createTokens(now: () => number) {
  const access = new Map<string, Grant>()
  const refresh = new Map<string, Grant>()
  const codes = new Map<string, Grant>()

  const remember = (store: Map<string, Grant>, grant: GrantFor, ttlMs: number): string => {
    const token = randomHex(35)
    const { memberId, userId, clientId, isPerson = false } = grant
    const expiresAt = now() + ttlMs
    store.set(token, { memberId, userId, clientId, isPerson, expiresAt, isRevoked: false })
    return token
  }

  /** The grant of a single-use token, which is used up by this. */
  const take = (store: Map<string, Grant>, token: string): Grant | null => {
    const grant = store.get(token)
    store.delete(token)
    return grant && grant.expiresAt > now() && !grant.isRevoked ? grant : null
  }

  const of = (memberId: string, clientId?: string) => (grant: Grant) =>
    grant.memberId === memberId && (clientId === undefined || grant.clientId === clientId)

  return {
    snapshot: (): TokenSnapshot => ({ access: [...access], refresh: [...refresh] }),
    restore(saved: TokenSnapshot): void {
      for (const [token, grant] of saved.access) access.set(token, grant)
      for (const [token, grant] of saved.refresh) refresh.set(token, grant)
    },
    issue: (grant: GrantFor): TokenPair => ({
      accessToken: remember(access, grant, accessTtlMs),
      refreshToken: remember(refresh, grant, refreshTtlMs),
      expiresIn: accessTtlMs / 1000,
    }),
    issueAccess: (grant: GrantFor): string => remember(access, grant, accessTtlMs),
    issueCode: (grant: GrantFor): string => remember(codes, grant, codeTtlMs),
    find: (token: string): Grant | null => access.get(token) ?? null,
    takeRefresh: (token: string): Grant | null => take(refresh, token),
    takeCode: (code: string): Grant | null => take(codes, code),
    /** Uninstalling kills every token of the app on that portal. */
    revoke(memberId: string, clientId: string): void {
      const belongs = of(memberId, clientId)
      for (const grant of [...access.values(), ...refresh.values(), ...codes.values()]) {
        if (belongs(grant)) grant.isRevoked = true
      }
    },
    expire(memberId: string, userId: number): void {
      for (const grant of access.values()) {
        if (of(memberId)(grant) && grant.userId === userId) grant.expiresAt = now()
      }
    },
  }
}
