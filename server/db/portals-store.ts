import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import { type SetupView, setupViewSchema } from '../../shared/api/setup.ts'
import { type Side, sideSchema } from '../../shared/sla/history.ts'
import { type Place, placeSchema } from '../../shared/ticket/place.ts'
import type { Instant } from '../../shared/time.ts'
import { type Language, languages } from '../../shared/words/language.ts'
import type { SecretBox } from '../secret-box.ts'
import type { Db } from './open-db.ts'
import { among, type Portals } from './ours.ts'

export type Portal = {
  memberId: string
  /** For people only; everything is keyed by memberId. */
  host: string
  clientEndpoint: string
  serverEndpoint: string
  role: Side | null
  /** Proof of events; null until the portal has told it. */
  applicationToken: string | null
  place: Place | null
  setup: SetupView
  /** In which we write there: its own at the first set-up, and the same ever after. */
  language: Language
  isInstalled: boolean
  createdAt: Instant
  /** Everything that the portal changed before this has been looked at. */
  sweptUntil: Instant
}

/** It was set up once; that may go on again. */
export type ReadyPortal = Portal & { place: Place }

export type PortalsStore = ReturnType<typeof createPortalsStore>

const roleSchema = sideSchema.nullable()
const languageSchema = z.enum(languages)

const context = (memberId: string) => `portals/${memberId}/application_token`

export function createPortalsStore(db: Db, box: SecretBox) {
  return {
    ...createUsersStore(db),

    async find(memberId: string): Promise<Portal | undefined> {
      const row = await db
        .selectFrom('portals')
        .selectAll()
        .where('member_id', '=', memberId)
        .executeTakeFirst()
      return row && toPortal(row)
    },

    async listByRole(role: Side): Promise<Portal[]> {
      const rows = await db.selectFrom('portals').selectAll().where('role', '=', role).execute()
      return rows.map(toPortal)
    },

    /** Portals whose set-up was asked for and is not over. */
    async listSettingUp(portals: Portals): Promise<Portal[]> {
      const rows = await db
        .selectFrom('portals')
        .selectAll()
        .where('is_installed', '=', 1)
        // Mostly none of thousands, and found by an index; steps may say the same.
        .where(sql<SqlBool>`setup like '%"state":"running"%'`)
        .where(among(db, 'member_id', portals))
        .execute()
      return rows.map(toPortal).filter((portal) => portal.setup.state === 'running')
    },

    async save(portal: Portal): Promise<void> {
      const row = {
        member_id: portal.memberId,
        host: portal.host,
        client_endpoint: portal.clientEndpoint,
        server_endpoint: portal.serverEndpoint,
        role: portal.role,
        application_token:
          portal.applicationToken === null
            ? null
            : box.seal(portal.applicationToken, context(portal.memberId)),
        place: portal.place === null ? null : JSON.stringify(portal.place),
        setup: JSON.stringify(portal.setup),
        language: portal.language,
        is_installed: portal.isInstalled ? 1 : 0,
        created_at: portal.createdAt,
        swept_until: portal.sweptUntil,
      }
      await db
        .insertInto('portals')
        .values(row)
        .onConflict((conflict) => conflict.column('member_id').doUpdateSet(row))
        .execute()
    },

    /** Portals that can be read and were last looked at before an instant; those that wait longest first. */
    async listToLook(before: Instant, limit: number, portals: Portals): Promise<ReadyPortal[]> {
      const rows = await db
        .selectFrom('portals')
        .leftJoin('portal_upkeep', 'portal_upkeep.member_id', 'portals.member_id')
        .selectAll('portals')
        .where('is_installed', '=', 1)
        .where('place', 'is not', null)
        .where(among(db, 'portals.member_id', portals))
        .where(sql<SqlBool>`coalesce(looked_at, 0) <= ${before}`)
        .orderBy(sql`coalesce(looked_at, 0)`)
        .limit(limit)
        .execute()
      return rows
        .map(toPortal)
        .flatMap((portal) => (portal.place ? [{ ...portal, place: portal.place }] : []))
    },

    async saveSweep(memberId: string, sweptUntil: Instant): Promise<void> {
      await db
        .updateTable('portals')
        .set({ swept_until: sweptUntil })
        .where('member_id', '=', memberId)
        .execute()
    },

    async saveSetup(memberId: string, setup: SetupView): Promise<void> {
      await db
        .updateTable('portals')
        .set({ setup: JSON.stringify(setup) })
        .where('member_id', '=', memberId)
        .execute()
    },

    async saveLanguage(memberId: string, language: Language): Promise<void> {
      await db.updateTable('portals').set({ language }).where('member_id', '=', memberId).execute()
    },

    async saveAddress(memberId: string, clientEndpoint: string): Promise<void> {
      await db
        .updateTable('portals')
        .set({ client_endpoint: clientEndpoint, host: new URL(clientEndpoint).host })
        .where('member_id', '=', memberId)
        .execute()
    },

    async savePlace(memberId: string, place: Place): Promise<void> {
      await db
        .updateTable('portals')
        .set({ place: JSON.stringify(place) })
        .where('member_id', '=', memberId)
        .execute()
    },
  }

  /** A proof whose key is gone is learned anew, as after an update of the app. */
  function openToken(memberId: string, sealed: string | null): string | null {
    return sealed === null ? null : box.openIfKnown(sealed, context(memberId))
  }

  function toPortal(row: {
    member_id: string
    host: string
    client_endpoint: string
    server_endpoint: string
    role: string | null
    application_token: string | null
    place: string | null
    setup: string
    language: string
    is_installed: number
    created_at: number
    swept_until: number
  }): Portal {
    return {
      memberId: row.member_id,
      host: row.host,
      clientEndpoint: row.client_endpoint,
      serverEndpoint: row.server_endpoint,
      role: roleSchema.parse(row.role),
      applicationToken: openToken(row.member_id, row.application_token),
      place: row.place === null ? null : placeSchema.parse(JSON.parse(row.place)),
      setup: setupViewSchema.parse(JSON.parse(row.setup)),
      language: languageSchema.parse(row.language),
      isInstalled: row.is_installed === 1,
      createdAt: row.created_at,
      sweptUntil: row.swept_until,
    }
  }
}

/** What we know of the portals' people. */
function createUsersStore(db: Db) {
  return {
    async rememberUsers(memberId: string, names: Map<number, string>, now: Instant): Promise<void> {
      for (const [userId, name] of names)
        await db
          .insertInto('portal_users')
          .values({ member_id: memberId, user_id: userId, name, seen_at: now })
          .onConflict((conflict) =>
            conflict.columns(['member_id', 'user_id']).doUpdateSet({ name, seen_at: now }),
          )
          .execute()
    },

    /** What we kept of the portal's people. */
    async forgetUsers(memberId: string): Promise<void> {
      await db.deleteFrom('portal_users').where('member_id', '=', memberId).execute()
    },

    async namesOf(memberId: string, userIds: readonly number[]): Promise<Map<number, string>> {
      if (userIds.length === 0) return new Map()
      const rows = await db
        .selectFrom('portal_users')
        .select(['user_id', 'name'])
        .where('member_id', '=', memberId)
        .where('user_id', 'in', [...userIds])
        // Of whoever was erased.
        .where('name', '!=', '')
        .execute()
      return new Map(rows.map((row) => [row.user_id, row.name]))
    },
  }
}
