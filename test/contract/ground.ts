import { z } from 'zod'
import { type Desk } from './desk.ts'
import { numeric } from './shape.ts'

/** What all families stand on: a smart process of its own with one item. */
export type Ground = {
  typeId: number
  entityTypeId: number
  itemId: number
  /** Who calls. */
  userId: number
}

const id = z.object({ id: z.number() })

const flags = [
  ...['Stages', 'Categories', 'Observers', 'Automation', 'LinkWithProducts'],
  ...['Client', 'BeginCloseDates', 'Source', 'Mycompany'],
]

/** Makes it and leaves its removal to the desk. */
export async function prepareGround(desk: Desk): Promise<Ground> {
  const { ID } = await desk.call('profile', {}, z.object({ ID: numeric }))
  const fields = {
    title: 'Проверка контракта',
    ...Object.fromEntries(flags.map((flag) => [`is${flag}Enabled`, 'Y'])),
  }
  const { type } = await desk.call(
    'crm.type.add',
    { fields },
    z.object({ type: id.extend({ entityTypeId: z.number() }) }),
  )
  desk.removal('crm.type.delete', { id: type.id }, z.unknown())
  const { entityTypeId } = type
  const { item } = await desk.call(
    'crm.item.add',
    { entityTypeId, fields: { title: 'Касса молчит' } },
    z.object({ item: id }),
  )
  desk.removal('crm.item.delete', { entityTypeId, id: item.id }, z.unknown())
  return { typeId: type.id, entityTypeId, itemId: item.id, userId: Number(ID) }
}
