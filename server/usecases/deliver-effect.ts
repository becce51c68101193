import type { notifyUser } from '../bitrix/notify.ts'
import type { sendRobotResult } from '../bitrix/robots.ts'
import type { Database } from '../db/database.ts'
import type { Effect } from '../db/effect.ts'
import type { OutboxRow } from '../db/outbox-store.ts'
import type { createDeliverCard } from './deliver-card.ts'
import type { createDeliverComment } from './deliver-comment.ts'
import type { createDeliverItem } from './deliver-item.ts'
import type { createDeliverRoots } from './deliver-roots.ts'
import type { createDeliverTrigger } from './deliver-trigger.ts'
import type { createDeliverInvoice } from './deliver-invoice.ts'
import type { Delivery, Recipient, Target } from './delivery.ts'

type Deps = {
  db: Database
  item: ReturnType<typeof createDeliverItem>
  comments: ReturnType<typeof createDeliverComment>
  card: ReturnType<typeof createDeliverCard>
  trigger: ReturnType<typeof createDeliverTrigger>
  roots: ReturnType<typeof createDeliverRoots>
  invoice: ReturnType<typeof createDeliverInvoice>
  notifyUser: typeof notifyUser
  sendRobotResult: typeof sendRobotResult
}

/** Finds out how a waiting effect is carried out in its portal. */
export function createDeliverEffect(deps: Deps) {
  const { db, item, comments, card, trigger } = deps
  return async function prepare(row: OutboxRow, to: Recipient): Promise<Delivery> {
    const { client, portal } = to
    const { effect } = row
    if (effect.kind === 'roots') return deps.roots(effect, client)
    if (effect.kind === 'notify' || effect.kind === 'robotResult')
      return toldWithoutTicket(row, effect, deps)
    if (effect.kind === 'invoice') return deps.invoice(row, effect, to)
    const ticket = await db.tickets.find(row.ticketId)
    if (!ticket || !portal?.place) return 'notYet'
    const ready = { ...portal, place: portal.place }
    return aboutTicket(row, effect, { ticket, portal: ready, client, side: effect.side })
  }

  function aboutTicket(row: OutboxRow, effect: AboutTicket, target: Target): Promise<Delivery> {
    switch (effect.kind) {
      case 'item':
        return item.fields(row, target)
      case 'files':
        return item.files(row, target)
      case 'comment':
        return comments.comment(row, effect, target)
      case 'mirror':
        return comments.mirror(effect, target)
      case 'card':
        return card(row, target)
      case 'trigger':
        return trigger(row, effect, target)
    }
  }
}

type WithoutTicket = Extract<Effect, { kind: 'notify' | 'robotResult' }>
type AboutTicket = Exclude<Effect, WithoutTicket | { kind: 'roots' | 'invoice' }>

function toldWithoutTicket(row: OutboxRow, effect: WithoutTicket, deps: Deps): Delivery {
  if (effect.kind === 'notify')
    return { command: deps.notifyUser(effect.userId, effect.text, row.key) }
  const command = deps.sendRobotResult(effect.eventToken, effect.values, effect.log)
  // A workflow that was stopped, or has heard of it already, takes no result.
  return { command, isOptional: true }
}
