import type { listStageMoves, StageMove } from '../bitrix/stage-history.ts'
import type { executeTrigger } from '../bitrix/triggers.ts'
import type { Effect } from '../db/effect.ts'
import type { OutboxRow } from '../db/outbox-store.ts'
import type { ReadyPortal } from '../db/portals-store.ts'
import { type Delivery, staysAway, type Target } from './delivery.ts'
import { lackingIn } from './install.ts'

type TriggerEffect = Extract<Effect, { kind: 'trigger' }>

type Deps = {
  commands: { executeTrigger: typeof executeTrigger; listStageMoves: typeof listStageMoves }
}

/** An occasion is told to the automation of a portal, once. What the portal refuses is let be. */
export function createDeliverTrigger({ commands }: Deps) {
  return async function prepareTrigger(
    row: OutboxRow,
    effect: TriggerEffect,
    target: Target,
  ): Promise<Delivery> {
    const { portal } = target
    if (lackingIn(portal.setup).has('triggers')) return 'done'
    const owner = effect.owner ? linkedOwner(effect.owner, portal) : ownItem(target)
    if (typeof owner === 'string') return owner
    if (row.isUncertain && (await hasWorked(effect, owner, target))) return 'done'
    const command = commands.executeTrigger(effect.code, owner)
    return { command, isOptional: true }
  }

  /** An executed trigger that somebody had put on a stage shows; any other one may run again. */
  async function hasWorked(
    { at }: TriggerEffect,
    { entityTypeId, itemId }: Owner,
    { portal: { place }, ticket, client }: Target,
  ): Promise<boolean> {
    const moves = await client.run(commands.listStageMoves({ ...place, entityTypeId }, itemId))
    const isOurs = (move: StageMove) => move.stageId === place.stages[ticket.stage]
    return moves.some((move) => move.kind !== 'created' && move.at >= at && !isOurs(move))
  }
}

type Owner = { entityTypeId: number; itemId: number }

function ownItem({ ticket, portal: { place }, side }: Target): Owner | 'done' | 'notYet' {
  const itemId = ticket.itemIds[side]
  if (itemId !== null) return { entityTypeId: place.entityTypeId, itemId }
  return staysAway(ticket, side) ? 'done' : 'notYet'
}

/** A link may lead to another portal, or to another ticket, which has occasions of its own. */
function linkedOwner(
  { host, entityTypeId, itemId }: NonNullable<TriggerEffect['owner']>,
  own: ReadyPortal,
): Owner | 'done' {
  const isOurs = host === own.host.toLowerCase() && entityTypeId !== own.place.entityTypeId
  return isOurs ? { entityTypeId, itemId } : 'done'
}
