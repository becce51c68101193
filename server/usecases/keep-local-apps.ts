import type {
  LocalAppKeys,
  LocalAppLink,
  LocalAppOffer,
  LocalAppView,
} from '../../shared/api/local-app.ts'
import type { TroubleKind } from '../../shared/api/troubles.ts'
import type { Clock } from '../../shared/time.ts'
import type { AuditActor } from '../db/audit-store.ts'
import type { Database, Stores } from '../db/database.ts'
import type { LocalApp } from '../db/local-apps-store.ts'
import { AppError } from '../errors.ts'
import { contractOfPartner } from './own-contract.ts'

type Deps = {
  db: Database
  clock: Clock
  newToken: () => string
  hashOf: (token: string) => string
  /** Where browsers and portals reach us. */
  publicUrl: string
  forgetClient: (memberId: string) => void
}

export type KeepLocalApps = ReturnType<typeof createKeepLocalApps>

const linkLastsMs = 7 * 24 * 60 * 60_000

/**
 * Keys of an app that the customer's administrator has made in his own portal: the partner makes a
 * link, the administrator enters them behind it, once. Nobody is shown them again.
 */
export function createKeepLocalApps(deps: Deps) {
  const { db, clock, newToken, hashOf, publicUrl } = deps

  return {
    async view(actor: AuditActor, contractId: string): Promise<LocalAppView> {
      await contractOfPartner(db, actor, contractId)
      return viewOf(contractId)
    },

    /** @throws AppError `conflict` when a portal works with keys already: they are its own */
    async offer(actor: AuditActor, contractId: string): Promise<LocalAppLink> {
      const contract = await contractOfPartner(db, actor, contractId)
      const [token, at] = [newToken(), clock.now()]
      const app = await db.localApps.ofContract(contractId)
      await db.transaction(async (stores) => {
        if (app) await letGo(stores, app)
        if (!(await stores.localApps.offer(contractId, hashOf(token), at + linkLastsMs)))
          throw new AppError('conflict', 'The keys belong to a portal already')
        await stores.audit.record({
          ...{ memberId: actor.memberId, contractId, by: actor, at, code: 'localApp.offered' },
          ...{ about: contract.customerName, before: null, after: null },
        })
      })
      if (app?.memberId) deps.forgetClient(app.memberId)
      return { url: `${publicUrl}/rescue/local-app#${token}`, app: await viewOf(contractId) }
    },

    /** What whoever holds the link is told; null when it is used or too old. */
    async look(token: string): Promise<LocalAppOffer | null> {
      const app = await db.localApps.ofLink(hashOf(token), clock.now())
      const contract = app && (await db.contracts.find(app.contractId))
      if (!contract) return null
      const partner = await db.portals.find(contract.partnerMemberId)
      return {
        customerName: contract.customerName,
        partnerHost: partner?.host ?? '',
        handlerUrl: `${publicUrl}/app`,
      }
    },

    /**
     * @returns whether the link was good
     * @throws AppError `conflict` when the app's keys are known already
     */
    async enter({ token, ...keys }: LocalAppKeys): Promise<boolean> {
      const linkHash = hashOf(token)
      return db.transaction(async ({ localApps }) => {
        const app = await localApps.ofLink(linkHash, clock.now())
        if (!app) return false
        if (await localApps.ofClient(keys.clientId))
          throw new AppError('conflict', 'The keys of this app are known already')
        return localApps.enter(app, linkHash, keys)
      })
    },
  }

  /** Of a portal that its keys open no more: it is proven anew, by whichever app it has then. */
  async function letGo(stores: Stores, app: LocalApp): Promise<void> {
    const { memberId } = app
    if (memberId === null || !(await areDead(stores, app))) return
    await stores.localApps.forget(memberId)
    await stores.tokens.erase(memberId)
  }

  async function viewOf(contractId: string): Promise<LocalAppView> {
    const app = await db.localApps.ofContract(contractId)
    if (app?.clientId) return standingOf(app, app.clientId)
    const expiresAt = app?.expiresAt ?? 0
    return expiresAt > clock.now()
      ? { state: 'offered', expiresAt, clientId: null, host: null }
      : { state: 'none', expiresAt: null, clientId: null, host: null }
  }

  async function standingOf(app: LocalApp, clientId: string): Promise<LocalAppView> {
    const { memberId } = app
    const host = memberId === null ? null : ((await db.portals.find(memberId))?.host ?? null)
    return { state: await stateOf(app), expiresAt: null, clientId, host }
  }

  async function stateOf(app: LocalApp): Promise<LocalAppView['state']> {
    if (app.clientSecret === null) return 'unreadable'
    if (app.memberId === null) return 'entered'
    return (await areDead(db, app)) ? 'refused' : 'bound'
  }
}

const endOfAccess = new Set<TroubleKind>(['badKeys', 'noAccess', 'uninstalled'])

/** Nobody comes to the portal with the keys to which it is bound. */
async function areDead(stores: Stores, { memberId, clientSecret }: LocalApp): Promise<boolean> {
  if (memberId === null || clientSecret === null) return true
  const { trouble } = await stores.upkeep.find(memberId)
  if (!trouble || !endOfAccess.has(trouble.kind)) return false
  // A visit since then has mended it already.
  return ((await stores.tokens.read(memberId))?.refreshedAt ?? 0) < trouble.since
}
