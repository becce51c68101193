import { gathered } from './gathered.ts'
import type { Db } from './open-db.ts'

/** Our activity in the timeline of a ticket's item. */
export type TimelineCardRecord = {
  ticketId: string
  memberId: string
  /** The item in whose timeline it is; one that was made anew has none yet. */
  itemId: number
  activityId: number
  /** What it shows; '' when it has to be written again whatever it shows. */
  shown: string
}

export function createTimelineCardsStore(db: Db) {
  const cards = () =>
    db
      .selectFrom('timeline_cards')
      .select([
        'ticket_id as ticketId',
        'member_id as memberId',
        'item_id as itemId',
        'activity_id as activityId',
        'shown',
      ])

  const ofTicket = gathered(
    (ids: string[]) => cards().where('ticket_id', 'in', ids).execute(),
    (card) => card.ticketId,
  )

  return {
    async find(ticketId: string): Promise<TimelineCardRecord | undefined> {
      const [card] = await ofTicket(ticketId)
      return card
    },

    findByActivity(memberId: string, activityId: number): Promise<TimelineCardRecord | undefined> {
      return cards()
        .where('member_id', '=', memberId)
        .where('activity_id', '=', activityId)
        .executeTakeFirst()
    },

    async save({ ticketId, memberId, itemId, activityId, shown }: TimelineCardRecord) {
      const row = { member_id: memberId, item_id: itemId, activity_id: activityId, shown }
      await db
        .insertInto('timeline_cards')
        .values({ ticket_id: ticketId, ...row })
        .onConflict((conflict) => conflict.column('ticket_id').doUpdateSet(row))
        .execute()
    },

    async forget(ticketId: string): Promise<void> {
      await db.deleteFrom('timeline_cards').where('ticket_id', '=', ticketId).execute()
    },
  }
}
