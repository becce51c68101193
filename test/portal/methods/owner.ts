import { type Call } from '../method.ts'
import { type Activity, type Binding, type Comment, type Item } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { requireRead, requireWrite } from './crm-access.ts'

function foundOwner(call: Call, { entityTypeId, entityId }: Binding): Item {
  const item = call.portal.items.get(entityTypeId)?.get(entityId)
  if (!item) throw new RestError('OWNER_NOT_FOUND', 'Элемент CRM не найден')
  return item
}

/** The item whose timeline is to be changed. */
export function requiredOwner(call: Call, entityTypeId: number, entityId: number): Item {
  const item = foundOwner(call, { entityTypeId, entityId })
  requireWrite(call, entityTypeId)
  return item
}

/** The item whose timeline is to be read. */
export function readOwner(call: Call, entityTypeId: number, entityId: number): Item {
  const item = foundOwner(call, { entityTypeId, entityId })
  requireRead(call, entityTypeId)
  return item
}

/** A timeline's entry moves the item's last activity, but is no change of the item. */
export function touch(call: Call, item: Item): void {
  item.values['lastActivityBy'] = call.user.id
  item.values['lastActivityTime'] = Math.floor(call.now / 1000) * 1000
}

const namedTypes: Record<string, number> = {
  lead: 1,
  deal: 2,
  contact: 3,
  company: 4,
  smart_invoice: 31,
}

/** `dynamic_156` is 156, `deal` is 2; 0 for what has no timeline here. */
export function entityTypeIdOf(entityType: string): number {
  const named = namedTypes[entityType.toLowerCase()]
  return named ?? Number(/^dynamic_(\d+)$/i.exec(entityType)?.[1] ?? 0)
}

/** How the timeline spells a type. */
export function entityTypeName(entityTypeId: number): string {
  const named = Object.entries(namedTypes).find(([, id]) => id === entityTypeId)
  return named?.[0] ?? `dynamic_${entityTypeId}`
}

export const isSameOwner = (left: Binding, right: Binding): boolean =>
  left.entityTypeId === right.entityTypeId && left.entityId === right.entityId

/** All elements that show a comment, the one it was written for first. */
export const commentOwners = ({ entityTypeId, entityId, moreOwners = [] }: Comment): Binding[] => [
  { entityTypeId, entityId },
  ...moreOwners,
]

/** All elements that show an activity, the one it was made for first. */
export const activityOwners = ({ ownerTypeId, ownerId, moreOwners = [] }: Activity): Binding[] => [
  { entityTypeId: ownerTypeId, entityId: ownerId },
  ...moreOwners,
]
