import type { Selectable } from 'kysely'
import type { Instant } from '../../shared/time.ts'
import type { SecretBox } from '../secret-box.ts'
import type { LocalAppTables } from './local-app-tables.ts'
import type { Db } from './open-db.ts'

export type LocalApp = {
  contractId: string
  /** Until when its link is good; null when no link waits. */
  expiresAt: Instant | null
  clientId: string | null
  /** null: not entered yet, or the key that had sealed it is gone. */
  clientSecret: string | null
  /** The portal to which the keys belong; null until a refresh has proven it. */
  memberId: string | null
}

export type LocalAppsStore = ReturnType<typeof createLocalAppsStore>

type Row = Selectable<LocalAppTables['local_apps']>

const context = (contractId: string) => `local_apps/${contractId}/client_secret`

/** Keys of local apps: entered once by a link, sealed, and bound once to a portal. */
export function createLocalAppsStore(db: Db, box: SecretBox) {
  const one = async (column: 'contract_id' | 'client_id' | 'member_id', value: string) => {
    const row = await db
      .selectFrom('local_apps')
      .selectAll()
      .where(column, '=', value)
      .executeTakeFirst()
    return row && toApp(row)
  }

  return {
    ofContract: (contractId: string) => one('contract_id', contractId),
    ofClient: (clientId: string) => one('client_id', clientId),
    ofPortal: (memberId: string) => one('member_id', memberId),

    async ofLink(linkHash: string, now: Instant): Promise<LocalApp | undefined> {
      const row = await db
        .selectFrom('local_apps')
        .selectAll()
        .where('link_hash', '=', linkHash)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return row && toApp(row)
    },

    /** A new link in place of an earlier one and of keys that nobody has proven yet. */
    async offer(contractId: string, linkHash: string, expiresAt: Instant): Promise<boolean> {
      const fresh = { link_hash: linkHash, expires_at: expiresAt, client_id: null }
      const row = { ...fresh, client_secret: null }
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('local_apps')
        .values({ contract_id: contractId, member_id: null, ...row })
        .onConflict((conflict) =>
          conflict.column('contract_id').doUpdateSet(row).where('local_apps.member_id', 'is', null),
        )
        .executeTakeFirstOrThrow()
      return Number(numInsertedOrUpdatedRows ?? 0) > 0
    },

    /** @returns whether the link was still good; it is used up */
    async enter(
      { contractId }: LocalApp,
      linkHash: string,
      keys: { clientId: string; clientSecret: string },
    ): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('local_apps')
        .set({
          ...{ link_hash: null, expires_at: null, client_id: keys.clientId },
          client_secret: box.seal(keys.clientSecret, context(contractId)),
        })
        .where('contract_id', '=', contractId)
        .where('link_hash', '=', linkHash)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** @returns whether the keys belonged to nobody yet */
    async bind(clientId: string, memberId: string): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('local_apps')
        .set({ member_id: memberId })
        .where('client_id', '=', clientId)
        .where('member_id', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** The portal has asked for its data to be removed, or takes the keys no more. */
    async forget(memberId: string): Promise<void> {
      await db.deleteFrom('local_apps').where('member_id', '=', memberId).execute()
    },
  }

  function toApp(row: Row): LocalApp {
    const { contract_id: contractId, client_id: clientId, client_secret: sealed } = row
    return {
      ...{ contractId, expiresAt: row.expires_at, clientId, memberId: row.member_id },
      clientSecret: sealed === null ? null : box.openIfKnown(sealed, context(contractId)),
    }
  }
}
