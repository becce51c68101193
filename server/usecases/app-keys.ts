import type { AppKeys } from '../bitrix/oauth.ts'
import type { Database } from '../db/database.ts'

type Deps = { db: Pick<Database, 'localApps'>; ours: AppKeys }

/** `isProven`: a token of the app counts by itself; else only a refresh with its secret does. */
export type KnownKeys = AppKeys & { isProven: boolean }

export type AppKeyRing = ReturnType<typeof createAppKeys>

/**
 * With which app a portal works: the one of this server for all, or the local app whose keys are the
 * portal's own. A portal with keys of its own takes no other app's tokens.
 */
export function createAppKeys({ db, ours }: Deps) {
  return {
    ofPortal: async (memberId: string): Promise<AppKeys> =>
      (await db.localApps.ofPortal(memberId))?.keys ?? ours,

    /** @returns undefined when tokens of this app are none of ours in this portal */
    async ofToken(clientId: string, memberId: string): Promise<KnownKeys | undefined> {
      const own = (await db.localApps.ofPortal(memberId))?.keys
      const first = own ?? ours
      if (first.clientId === clientId) return { ...first, isProven: true }
      const entered = own ? undefined : await db.localApps.ofClient(clientId)
      if (!entered?.keys || entered.memberId !== null) return undefined
      return { ...entered.keys, isProven: false }
    },
  }
}
