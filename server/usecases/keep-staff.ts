import type { Staff } from '../../shared/api/office.ts'
import type { Clock } from '../../shared/time.ts'
import type { AuditActor } from '../db/audit-store.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'

type Deps = { db: Database; clock: Clock }

export type KeepStaff = ReturnType<typeof createKeepStaff>

/** Administrators say who of the partner's people is duty manager; it holds from the next request on. */
export function createKeepStaff({ db, clock }: Deps) {
  return {
    list,

    /** @throws AppError `notFound` for somebody whom the portal has not named yet */
    async change(actor: AuditActor, userId: number, isDutyManager: boolean): Promise<Staff> {
      const { memberId } = actor
      await db.transaction(async (stores) => {
        const staff = await stores.officeRoles.listStaff(memberId)
        const person = staff.find((one) => one.userId === userId)
        if (!person) throw new AppError('notFound', 'This person has not opened the app yet')
        if (person.isDutyManager === isDutyManager) return
        if (isDutyManager) await stores.officeRoles.addDutyManager(memberId, userId)
        else await stores.officeRoles.removeDutyManager(memberId, userId)
        await stores.audit.record({
          ...{ memberId, contractId: null, about: person.name, by: actor, at: clock.now() },
          code: isDutyManager ? 'role.given' : 'role.taken',
          before: { role: isDutyManager ? 'engineer' : 'dutyManager' },
          after: { role: isDutyManager ? 'dutyManager' : 'engineer' },
        })
      })
      return list(memberId)
    },
  }

  async function list(memberId: string): Promise<Staff> {
    return { people: await db.officeRoles.listStaff(memberId) }
  }
}
