import type { OnCall, OnCallChange } from '../../shared/api/on-call.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { AuditActor } from '../db/audit-store.ts'
import { AppError } from '../errors.ts'

type Deps = { db: Database; clock: Clock }

/** As the session proves. */
type Actor = AuditActor & { isManager: boolean }

export type KeepOnCall = ReturnType<typeof createKeepOnCall>

/** Who is on duty when, and when people are left alone: seen by the partner's people, kept by managers. */
export function createKeepOnCall({ db, clock }: Deps) {
  return {
    view,

    /** @throws AppError `conflict` when somebody has changed the settings since they were read */
    async change(actor: Actor, { settings, revision }: OnCallChange): Promise<OnCall> {
      await requirePartner(actor)
      if (!actor.isManager) throw new AppError('forbidden', 'Only managers keep the rota')
      const { memberId, userId, name } = actor
      await db.transaction(async (stores) => {
        const known = await stores.onCall.find(memberId)
        if (
          known.revision !== revision ||
          !(await stores.onCall.save(memberId, settings, revision))
        )
          throw new AppError('conflict', 'Somebody has changed the rota meanwhile')
        await stores.audit.record({
          ...{ memberId, contractId: null, code: 'settings.changed', about: 'Дежурства' },
          ...{ by: { memberId, userId, name }, at: clock.now() },
          ...{ before: known.settings, after: settings },
        })
      })
      return view(actor)
    },
  }

  async function view(actor: Actor): Promise<OnCall> {
    await requirePartner(actor)
    return { ...(await db.onCall.find(actor.memberId)), mayEdit: actor.isManager }
  }

  async function requirePartner({ memberId }: Actor): Promise<void> {
    const portal = await db.portals.find(memberId)
    if (portal?.role !== 'partner')
      throw new AppError('forbidden', 'This is kept in the portal of the partner')
  }
}
