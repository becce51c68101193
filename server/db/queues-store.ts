import type { Queue } from '../../shared/api/condition.ts'
import type { Db } from './open-db.ts'

const empty: Queue = { waiting: 0, oldestAt: null }

/** How much waits for or in single portals. */
export function createQueuesStore(db: Db) {
  return {
    /** What is to be read of each portal. */
    async inbox(memberIds: readonly string[]): Promise<Map<string, Queue>> {
      const rows = await db
        .selectFrom('inbox')
        .select(({ fn }) => [
          'member_id',
          fn.countAll<number>().as('waiting'),
          fn.min('received_at').as('oldestAt'),
        ])
        .where('member_id', 'in', [...memberIds])
        .groupBy('member_id')
        .execute()
      return byPortal(rows)
    },

    /** What is to be written in each portal. */
    async outbox(memberIds: readonly string[]): Promise<Map<string, Queue>> {
      const rows = await db
        .selectFrom('outbox')
        .select(({ fn }) => [
          'member_id',
          fn.countAll<number>().as('waiting'),
          fn.min('created_at').as('oldestAt'),
        ])
        .where('state', '=', 'waiting')
        .where('member_id', 'in', [...memberIds])
        .groupBy('member_id')
        .execute()
      return byPortal(rows)
    },

    /** Of a partner's mails. */
    async mails(memberId: string): Promise<Queue & { parked: number }> {
      const rows = await db
        .selectFrom('mails')
        .select(({ fn }) => [
          'state',
          fn.countAll<number>().as('waiting'),
          fn.min('created_at').as('oldestAt'),
        ])
        .where('member_id', '=', memberId)
        .where('state', 'in', ['waiting', 'parked'])
        .groupBy('state')
        .execute()
      return { ...queueOf(rows, 'waiting'), parked: queueOf(rows, 'parked').waiting }
    },

    /** Of the webhooks of a portal; what failed is kept for some days. */
    async webhooks(memberId: string): Promise<Queue & { failed: number }> {
      const rows = await db
        .selectFrom('webhook_deliveries')
        .select(({ fn }) => [
          'state',
          fn.countAll<number>().as('waiting'),
          fn.min('created_at').as('oldestAt'),
        ])
        .where('member_id', '=', memberId)
        .where('state', 'in', ['waiting', 'failed'])
        .groupBy('state')
        .execute()
      return { ...queueOf(rows, 'waiting'), failed: queueOf(rows, 'failed').waiting }
    },
  }
}

type Counted = Queue & { member_id: string }

const byPortal = (rows: readonly Counted[]) =>
  new Map(rows.map(({ member_id, waiting, oldestAt }) => [member_id, { waiting, oldestAt }]))

function queueOf(rows: readonly (Queue & { state: string })[], state: string): Queue {
  const { waiting, oldestAt } = rows.find((row) => row.state === state) ?? empty
  return { waiting, oldestAt }
}
