import { sql } from 'kysely'
import { isOver, stages } from '../../../shared/ticket/stages.ts'
import type { Db } from '../open-db.ts'

const dayMs = 24 * 60 * 60_000

type Times = { takenAt: number; restoredAt: number }

/**
 * Notes that the portals know more than we do from now on: tickets are read anew before anything
 * is said of them, and what waits to be sent may have been sent.
 */
export async function markRestored(db: Db, { takenAt, restoredAt }: Times): Promise<void> {
  await sql`
    insert into restorations
      (contract_id, partner_member_id, backup_at, restored_at, try_at)
    select id, partner_member_id, ${sql.lit(takenAt)}, ${sql.lit(restoredAt)}, 0 from contracts
    where customer_member_id is not null and state in ('active', 'ended')
  `.execute(db)
  const over = sql.join(stages.filter(isOver))
  // What an earlier restoration has left unread is still unread since then.
  await sql`
    insert into unread_tickets (ticket_id, partner_member_id, since, is_over, try_at)
    select id, partner_member_id, ${sql.lit(takenAt)},
      case when stage in (${over}) then 1 else 0 end, 0
    from tickets where true
    on conflict (ticket_id) do nothing
  `.execute(db)
  await db.updateTable('outbox').set({ is_uncertain: 1 }).where('state', '=', 'waiting').execute()
  // What the portals kept for us was taken from them since: items are compared instead.
  await db.updateTable('portal_upkeep').set({ looked_at: 0, check_at: 0 }).execute()
  await db
    .updateTable('portal_upkeep')
    .set({ offline_since: restoredAt })
    .where('offline_since', 'is not', null)
    .execute()
  // The day may have a root already, which the portals hold and which cannot be made again.
  await db
    .updateTable('evidence_checks')
    .set({ root_at: restoredAt + dayMs, check_at: 0 })
    .execute()
}
