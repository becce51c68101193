import { z } from 'zod'
import { type Family } from '../family.ts'
import { bearing, describing, instant, nothing, numeric } from '../shape.ts'

const gif = 'R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw=='
const file = bearing('id date type name size authorId authorName urlPreview urlShow urlDownload', {
  id: z.number(),
})
const comment = bearing('ID ENTITY_ID ENTITY_TYPE CREATED COMMENT AUTHOR_ID', {
  ID: numeric,
  CREATED: instant,
  FILES: z.record(z.string(), file),
})

export const commentCases: Family = {
  name: 'comments',
  async play({ call, read, removal, refuse }, { entityTypeId, itemId }) {
    const owner = { ENTITY_ID: itemId, ENTITY_TYPE: `dynamic_${entityTypeId}` }
    const FILES = [
      ['1.gif', gif],
      ['2.gif', gif],
    ]
    const id = await call(
      'crm.timeline.comment.add',
      { fields: { ...owner, COMMENT: 'New comment was added', FILES } },
      z.number(),
    )
    const remove = removal('crm.timeline.comment.delete', { id }, nothing)
    await read('crm.timeline.comment.get', { id }, comment)
    const [first] = await read(
      'crm.timeline.comment.list',
      {
        filter: owner,
        select: ['ID', 'CREATED', 'ENTITY_ID', 'ENTITY_TYPE', 'AUTHOR_ID', 'COMMENT', 'FILES'],
      },
      z.array(comment).length(1),
    )
    if (Object.keys(first?.FILES ?? {}).length !== 2) throw new Error('two files were sent')
    await read(
      'crm.timeline.comment.fields',
      {},
      describing('ID CREATED ENTITY_ID ENTITY_TYPE AUTHOR_ID COMMENT FILES'),
    )
    const place = { ownerTypeId: entityTypeId, ownerId: itemId }
    const fields = { COMMENT: 'Comment was changed', FILES: [] }
    await call('crm.timeline.comment.update', { id, ...place, fields }, z.literal(id))
    await call('crm.timeline.item.pin', { id, ...place }, nothing)
    await call('crm.timeline.item.unpin', { id, ...place }, nothing)
    const entry = { ...place, itemType: 1, itemId: id }
    await call('crm.timeline.note.save', { ...entry, text: 'Test note' }, z.literal(true))
    const note = bearing('text createdById createdTime updatedById updatedTime', {})
    await read('crm.timeline.note.get', entry, note)
    await call('crm.timeline.note.delete', entry, z.literal(true))
    await remove()
    await refuse('crm.timeline.comment.get', { id }, { status: 400, error: '' })
  },
}

export const logMessageCases: Family = {
  name: 'log messages',
  async play({ call, read, removal }, { entityTypeId, itemId }) {
    const message = bearing('id created authorId title text iconCode', { id: z.number() })
    const fields = {
      entityTypeId,
      entityId: itemId,
      title: 'Test title',
      text: 'Test text message',
      iconCode: 'info',
    }
    const { logMessage } = await call(
      'crm.timeline.logmessage.add',
      { fields },
      z.object({ logMessage: message }),
    )
    const { id } = logMessage
    const remove = removal('crm.timeline.logmessage.delete', { id }, z.literal(true))
    await read('crm.timeline.logmessage.get', { id }, z.object({ logMessage: message }))
    await read(
      'crm.timeline.logmessage.list',
      { entityTypeId, entityId: itemId, order: { created: 'desc' }, start: 0 },
      z.array(message).min(1),
    )
    await remove()
  },
}

const pictures = ['icon', 'logo'] as const

export const lookCases: Family = {
  name: 'icons and logos of the timeline',
  async play({ call, read, removal }) {
    const look = bearing('code isSystem fileUri', { isSystem: z.boolean() })
    for (const kind of pictures) {
      const shape = z.object({ [kind]: look })
      const method = `crm.timeline.${kind}`
      const code = 'contract-check'
      await call(`${method}.add`, { code, fileContent: gif }, shape)
      const remove = removal(`${method}.delete`, { code }, z.literal(true))
      await read(`${method}.get`, { code }, shape)
      await read(`${method}.list`, {}, z.object({ [`${kind}s`]: z.array(look).min(2) }))
      await remove()
    }
  },
}
