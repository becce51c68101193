import { z } from 'zod'
import { type FieldValues, type Place, toItemFields } from '../../shared/ticket/place.ts'
import type { Instant } from '../../shared/time.ts'
import { type Command, listCommand } from './command.ts'
import { type Item, readItem } from './item.ts'
import { ownWrite } from './offline-events.ts'
import { bxInt, bxList } from './rest-values.ts'

export type { Item } from './item.ts'

/** What may be written into an item; what is left out stays as it is. */
export type ItemChange = {
  title?: string
  stageId?: string
  assignedById?: number
  values?: FieldValues
}

/** `xmlId` is what a lost answer is found by. */
export type NewItem = ItemChange & { title: string; xmlId: string }

const standardFields = [
  'id',
  'xmlId',
  'title',
  'stageId',
  'createdTime',
  'updatedTime',
  'movedTime',
  'updatedBy',
  'movedBy',
  'createdBy',
  'assignedById',
]

const itemSchema = z.object({ item: z.unknown() })
const importedSchema = z.object({ item: z.object({ id: bxInt }) })
const itemsSchema = z.object({ items: bxList })

/** Refused with NOT_FOUND when there is no such item. */
export function getItem(place: Place, id: number): Command<Item> {
  return {
    method: 'crm.item.get',
    params: { entityTypeId: place.entityTypeId, id },
    read: (result) => readItem(place, itemSchema.parse(result).item),
  }
}

export function addItem(place: Place, item: NewItem): Command<Item> {
  return {
    method: 'crm.item.add',
    params: {
      entityTypeId: place.entityTypeId,
      fields: { xmlId: item.xmlId, ...fieldsOf(place, item) },
      ...ownWrite,
    },
    read: (result) => readItem(place, itemSchema.parse(result).item),
  }
}

/** By whom and when an item was made, where that is not the caller and now. */
type Making = { createdById?: number; createdAt?: Instant }

/**
 * Makes an item in the name of somebody else, which only an administrator may do, or as of an earlier
 * time (crm.item.import).
 *
 * @returns its id
 */
export function importItem(place: Place, item: NewItem & Making): Command<number> {
  const { createdById, createdAt } = item
  return {
    method: 'crm.item.import',
    params: {
      entityTypeId: place.entityTypeId,
      fields: {
        xmlId: item.xmlId,
        ...(createdById !== undefined && { createdBy: createdById }),
        ...(createdAt !== undefined && { createdTime: new Date(createdAt).toISOString() }),
        ...fieldsOf(place, item),
      },
    },
    read: (result) => importedSchema.parse(result).item.id,
  }
}

/** Files replace those of the field; one that shall stay goes along by its id. */
export function updateItem(place: Place, id: number, change: ItemChange): Command<Item> {
  return {
    method: 'crm.item.update',
    params: { entityTypeId: place.entityTypeId, id, fields: fieldsOf(place, change), ...ownWrite },
    read: (result) => readItem(place, itemSchema.parse(result).item),
  }
}

export function findItemsByXmlId(place: Place, xmlId: string): Command<Item[]> {
  return listItems(place, { '=xmlId': xmlId })
}

/** Those of the items that are still there. */
export function listItemsById(place: Place, ids: readonly number[]): Command<Item[]> {
  return listItems(place, { '@id': ids })
}

/** Items that were changed at `since` or later, also those that are new. */
export function listChangedItems(place: Place, since: Instant): Command<Item[]> {
  return listItems(place, { '>=updatedTime': new Date(since).toISOString() })
}

/** In the order of ids, so that a change in the meantime moves nothing out of the pages to come. */
function listItems(place: Place, filter: Record<string, unknown>): Command<Item[]> {
  return listCommand({
    method: 'crm.item.list',
    params: {
      entityTypeId: place.entityTypeId,
      select: [...standardFields, ...Object.values(place.fields)],
      filter,
      order: { id: 'ASC' },
    },
    read: (result) => itemsSchema.parse(result).items.map((item) => readItem(place, item)),
  })
}

function fieldsOf(place: Place, change: ItemChange): Record<string, unknown> {
  const { values = {}, ...standard } = change
  return {
    ...(standard.title !== undefined && { title: standard.title }),
    ...(standard.stageId !== undefined && { stageId: standard.stageId }),
    ...(standard.assignedById !== undefined && { assignedById: standard.assignedById }),
    ...toItemFields(place, values),
  }
}
