import type { Kysely } from 'kysely'

/** What the engineers' queue is narrowed by. Each view has an index in the order in which it is read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('ticket_list').addColumn('assignee_id', 'bigint').execute()
  await db.schema.alterTable('ticket_list').addColumn('phase', 'text').execute()
  await fill(db)
  await index(db, 'partner', ['assignee_id', 'is_over', 'due_order'])
  await index(db, 'partner', ['phase', 'due_order'])
  await index(db, 'partner', ['contract_id', 'due_order'])
  for (const side of ['customer', 'partner'] as const) {
    await index(db, side, ['is_over', 'due_order'])
    await index(db, side, ['is_over', 'registered_at'])
    await index(db, side, ['is_awaiting', 'due_order'])
    await index(db, side, ['breaches_at'])
    await index(db, side, ['number'])
  }
}

const index = (db: Kysely<unknown>, side: 'customer' | 'partner', columns: string[]) =>
  db.schema
    .createIndex(`queue_${side}_${columns.join('_')}`)
    .on('ticket_list')
    .columns([`${side}_member_id`, ...columns, 'ticket_id'])
    .execute()

type Tables = {
  tickets: { id: string; stage: string; sides: string; clocks: string }
  ticket_list: { ticket_id: string; assignee_id: number | null; phase: string | null }
}

type Clock = { name: string; stoppedAt?: number; notNeeded?: true }
type Seen = { assignedById: number | null; createdBy?: number | null }

/** Kept as it was written, whatever the stores do by now. */
async function fill(db: Kysely<Tables>): Promise<void> {
  const tickets = await db
    .selectFrom('tickets')
    .select(['id', 'stage', 'sides', 'clocks'])
    .execute()
  for (const { id, stage, sides, clocks } of tickets) {
    const { seen } = (JSON.parse(sides) as { partner: { seen: Seen | null } }).partner
    const open = (JSON.parse(clocks) as { clocks: Clock[] }).clocks
      .filter((clock) => clock.stoppedAt === undefined && !clock.notNeeded)
      .map(({ name }) => name)
    const isTaken = seen !== null && seen.assignedById !== seen.createdBy
    await db
      .updateTable('ticket_list')
      .set({ assignee_id: isTaken ? seen.assignedById : null, phase: phaseOf(stage, open) })
      .where('ticket_id', '=', id)
      .execute()
  }
}

function phaseOf(stage: string, open: string[]): string | null {
  if (['closed', 'rejected'].includes(stage)) return null
  if (stage === 'decision') return 'decision'
  if (open.includes('reaction')) return 'reaction'
  return open.includes('statusUpdate') ? 'update' : null
}
