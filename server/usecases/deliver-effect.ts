import type { PortalClient } from '../bitrix/client.ts'
import type { notifyUser } from '../bitrix/notify.ts'
import type { Database } from '../db/database.ts'
import type { OutboxRow } from '../db/outbox-store.ts'
import type { createDeliverComment } from './deliver-comment.ts'
import type { createDeliverItem } from './deliver-item.ts'
import type { createDeliverTrigger } from './deliver-trigger.ts'
import { type Delivery, deliveryOf } from './delivery.ts'

type Deps = {
  db: Database
  item: ReturnType<typeof createDeliverItem>
  comments: ReturnType<typeof createDeliverComment>
  trigger: ReturnType<typeof createDeliverTrigger>
  notifyUser: typeof notifyUser
}

/** Finds out how a waiting effect is carried out in its portal. */
export function createDeliverEffect({ db, item, comments, trigger, notifyUser }: Deps) {
  return async function prepare(row: OutboxRow, client: PortalClient): Promise<Delivery> {
    const { effect } = row
    if (effect.kind === 'notify')
      return deliveryOf(notifyUser(effect.userId, effect.text, row.key), () =>
        db.outbox.markSent(row, null),
      )
    const ticket = await db.tickets.find(row.ticketId)
    const place = (await db.portals.find(row.memberId))?.place
    if (!ticket || !place) return 'notYet'
    const target = { ticket, place, client, side: effect.side }
    switch (effect.kind) {
      case 'item':
        return item.fields(row, target)
      case 'files':
        return item.files(row, target)
      case 'comment':
        return comments.comment(row, effect, target)
      case 'mirror':
        return comments.mirror(row, effect, ticket)
      case 'trigger':
        return trigger(row, effect, target)
    }
  }
}
