import type {
  LocalAppKeys,
  LocalAppLink,
  LocalAppOffer,
  LocalAppView,
} from '../../shared/api/local-app.ts'
import type { Clock } from '../../shared/time.ts'
import type { AuditActor } from '../db/audit-store.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { contractOfPartner } from './own-contract.ts'

type Deps = {
  db: Database
  clock: Clock
  newToken: () => string
  hashOf: (token: string) => string
  /** Where browsers and portals reach us. */
  publicUrl: string
}

export type KeepLocalApps = ReturnType<typeof createKeepLocalApps>

const linkLastsMs = 7 * 24 * 60 * 60_000

/**
 * Keys of an app that the customer's administrator has made in his own portal: the partner makes a
 * link, the administrator enters them behind it, once. Nobody is shown them again.
 */
export function createKeepLocalApps({ db, clock, newToken, hashOf, publicUrl }: Deps) {
  return {
    async view(actor: AuditActor, contractId: string): Promise<LocalAppView> {
      await contractOfPartner(db, actor, contractId)
      return viewOf(contractId)
    },

    /** @throws AppError `conflict` when a portal has proven keys already: they are its own for good */
    async offer(actor: AuditActor, contractId: string): Promise<LocalAppLink> {
      const contract = await contractOfPartner(db, actor, contractId)
      const [token, at] = [newToken(), clock.now()]
      await db.transaction(async (stores) => {
        if (!(await stores.localApps.offer(contractId, hashOf(token), at + linkLastsMs)))
          throw new AppError('conflict', 'The keys belong to a portal already')
        await stores.audit.record({
          ...{ memberId: actor.memberId, contractId, by: actor, at, code: 'localApp.offered' },
          ...{ about: contract.customerName, before: null, after: null },
        })
      })
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

  async function viewOf(contractId: string): Promise<LocalAppView> {
    const app = await db.localApps.ofContract(contractId)
    if (app?.keys) return standingOf(app.keys.clientId, app.memberId)
    const expiresAt = app?.expiresAt ?? 0
    return expiresAt > clock.now()
      ? { state: 'offered', expiresAt, clientId: null, host: null }
      : { state: 'none', expiresAt: null, clientId: null, host: null }
  }

  async function standingOf(clientId: string, memberId: string | null): Promise<LocalAppView> {
    if (memberId === null) return { state: 'entered', expiresAt: null, clientId, host: null }
    const host = (await db.portals.find(memberId))?.host ?? null
    return { state: 'bound', expiresAt: null, clientId, host }
  }
}
