import { type Call } from '../method.ts'
import { type Item } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { requireCrmRole } from './crm-access.ts'

/** The item that something in the timeline hangs on. */
export function requiredOwner(call: Call, entityTypeId: number, entityId: number): Item {
  const item = call.portal.items.get(entityTypeId)?.get(entityId)
  if (!item) throw new RestError('OWNER_NOT_FOUND', 'Элемент CRM не найден')
  requireCrmRole(call)
  return item
}

/** A timeline's entry moves the item's last activity, but is no change of the item. */
export function touch(call: Call, item: Item): void {
  item.values['lastActivityBy'] = call.user.id
  item.values['lastActivityTime'] = Math.floor(call.now / 1000) * 1000
}

/** `dynamic_156` is 156; other types have no items here. */
export function entityTypeIdOf(entityType: string): number {
  return Number(/^dynamic_(\d+)$/i.exec(entityType)?.[1] ?? 0)
}
