import type { AppKeys } from '../bitrix/oauth.ts'
import type { Database } from '../db/database.ts'

type Deps = { db: Pick<Database, 'localApps'>; ours: AppKeys }

export type KnownKeys = {
  clientId: string
  /** null: sealed with a key that is gone, so that nobody renews the app's tokens. */
  clientSecret: string | null
  /** A token of the app counts by itself; else only a refresh with its secret does. */
  isProven: boolean
}

export type AppKeyRing = ReturnType<typeof createAppKeys>

/**
 * With which app a portal works: the one of this server for all, or the local app whose keys are the
 * portal's own. A portal with keys of its own takes no other app's tokens.
 */
export function createAppKeys({ db, ours }: Deps) {
  return {
    /** @returns undefined when the portal's own can no longer be read */
    ofPortal: async (memberId: string): Promise<AppKeys | undefined> => {
      const { clientId, clientSecret } = (await db.localApps.ofPortal(memberId)) ?? ours
      return clientId === null || clientSecret === null ? undefined : { clientId, clientSecret }
    },

    /** @returns undefined when tokens of this app are none of ours in this portal */
    async ofToken(clientId: string, memberId: string): Promise<KnownKeys | undefined> {
      const own = await db.localApps.ofPortal(memberId)
      const first = own ?? ours
      if (first.clientId === clientId)
        return { clientId, clientSecret: first.clientSecret, isProven: true }
      const entered = own ? undefined : await db.localApps.ofClient(clientId)
      if (!entered?.clientSecret || entered.memberId !== null) return undefined
      return { clientId, clientSecret: entered.clientSecret, isProven: false }
    },
  }
}
