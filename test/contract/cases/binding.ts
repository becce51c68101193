import { z } from 'zod'
import { type Family } from '../family.ts'
import { bearing, describing, nothing } from '../shape.ts'

const done = z.literal(true)

/** Comments and activities that hang on several items at once. */
export const bindingCases: Family = {
  name: 'bindings of comments and activities',
  asksFor: 'crm.timeline.bindings.bind',
  async play({ call, read, removal }, { entityTypeId, itemId }) {
    const second = await call(
      'crm.item.add',
      { entityTypeId, fields: { title: 'Принтер молчит' } },
      z.object({ item: z.object({ id: z.number() }) }),
    )
    const other = { entityTypeId, id: second.item.id }
    const removeItem = removal('crm.item.delete', other, nothing)
    const ENTITY_TYPE = `dynamic_${entityTypeId}`
    const fields = { ENTITY_ID: itemId, ENTITY_TYPE, COMMENT: 'x' }
    const id = await call('crm.timeline.comment.add', { fields }, z.number())
    const removeComment = removal('crm.timeline.comment.delete', { id }, nothing)
    const more = { fields: { OWNER_ID: id, ENTITY_ID: other.id, ENTITY_TYPE } }
    await call('crm.timeline.bindings.bind', more, done)
    const bindingKeys = 'OWNER_ID ENTITY_ID ENTITY_TYPE'
    await read(
      'crm.timeline.bindings.list',
      { filter: { OWNER_ID: id } },
      z.array(bearing(bindingKeys, {})).length(2),
    )
    await read('crm.timeline.bindings.fields', {}, describing(bindingKeys))
    await call('crm.timeline.bindings.unbind', more, done)
    await removeComment()

    const deadline = '2026-04-01T10:00:00+03:00'
    const owner = { ownerTypeId: entityTypeId, ownerId: itemId }
    const todo = await call(
      'crm.activity.todo.add',
      { ...owner, deadline },
      z.object({ id: z.number() }),
    )
    const activityId = todo.id
    const removeActivity = removal('crm.activity.delete', { id: activityId }, done)
    const bound = { activityId, entityTypeId, entityId: other.id }
    await call('crm.activity.binding.add', bound, done)
    await read(
      'crm.activity.binding.list',
      { activityId },
      z.array(bearing('entityTypeId entityId', { entityId: z.number() })).length(2),
    )
    await call('crm.activity.binding.delete', bound, done)
    await call(
      'crm.activity.binding.move',
      {
        activityId,
        sourceEntityTypeId: entityTypeId,
        sourceEntityId: itemId,
        targetEntityTypeId: entityTypeId,
        targetEntityId: other.id,
      },
      done,
    )
    await removeActivity()
    await removeItem()
  },
}
