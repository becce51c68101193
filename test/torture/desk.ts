import { z } from 'zod'
import type { Side } from '../../shared/sla/history.ts'
import { type FieldValues, type Place, toItemFields } from '../../shared/ticket/place.ts'
import { type Stage, stages } from '../../shared/ticket/stages.ts'
import type { Portal } from '../portal/types.ts'

/** A comment as the portal shows it. */
export type Comment = { id: number; text: string; createdAt: number; files: string[] }

/** A move as the portal recorded it. */
export type Move = { id: number; at: number; stage: Stage | undefined }

export type Item = Record<string, unknown> & { id: number; title: string; stageId: string }

/** What people of one side do at their portal's own pages, which no fault of ours reaches. */
export type Desk = {
  side: Side
  portal: Portal
  place: Place
  addItem(userId: number, title: string, values: FieldValues): Promise<number>
  updateItem(userId: number, itemId: number, change: ItemChange): Promise<void>
  changeAsRobot(itemId: number, change: ItemChange): Promise<void>
  addFile(userId: number, itemId: number, name: string): Promise<void>
  item(itemId: number): Promise<Item>
  /** Ids and titles of all items. */
  items(): Promise<{ id: number; title: string }[]>
  stageOf(item: Item): Stage | undefined
  moves(itemId: number): Promise<Move[]>
  addComment(userId: number, itemId: number, comment: NewComment): Promise<number>
  editComment(userId: number, id: number, text: string): Promise<void>
  deleteComment(userId: number, id: number): Promise<void>
  comments(itemId: number): Promise<Comment[]>
}

type ItemChange = { title?: string; values?: FieldValues; stage?: Stage }
type NewComment = { text: string; files: string[] }

export const png = 'iVBORw0KGgo='
const admin = 1

const itemSchema = z.object({
  item: z.looseObject({ id: z.number(), title: z.string(), stageId: z.string() }),
})
const itemsSchema = z.object({ items: z.array(z.object({ id: z.number(), title: z.string() })) })
const filesSchema = z
  .union([z.array(z.never()), z.record(z.string(), z.object({ name: z.string() }))])
  .transform((files) => Object.values(files).map((file) => file.name))
const commentsSchema = z.array(
  z.object({
    ID: z.coerce.number(),
    COMMENT: z.string(),
    CREATED: z.string().transform((text) => Date.parse(text)),
    FILES: filesSchema,
  }),
)
const movesSchema = z.object({
  items: z.array(
    z.object({
      ID: z.coerce.number(),
      STAGE_ID: z.string(),
      CREATED_TIME: z.string().transform((text) => Date.parse(text)),
    }),
  ),
})

export function openDesk(side: Side, portal: Portal, place: Place): Desk {
  const { entityTypeId } = place
  const owner = { ENTITY_TYPE: `dynamic_${String(entityTypeId)}` }
  const stageOf = (stageId: string) => stages.find((stage) => place.stages[stage] === stageId)

  return {
    side,
    portal,
    place,
    async addItem(userId, title, values) {
      const fields = { title, ...toItemFields(place, values) }
      const added = await call(userId, 'crm.item.add', { entityTypeId, fields })
      return itemSchema.parse(added).item.id
    },
    async updateItem(userId, id, change) {
      await call(userId, 'crm.item.update', { entityTypeId, id, fields: fieldsOf(change) })
    },
    changeAsRobot: (id, change) => portal.changeAsRobot(entityTypeId, id, fieldsOf(change)),
    async addFile(userId, id, name) {
      const key = place.fields.files ?? ''
      const there = z.array(z.object({ id: z.number() })).parse((await item(id))[key] ?? [])
      const fields = { [key]: [...there.map((file) => ({ id: file.id })), [name, png]] }
      await call(userId, 'crm.item.update', { entityTypeId, id, fields })
    },
    item,
    async items() {
      const found: { id: number; title: string }[] = []
      for (let start = 0; ; start += 50) {
        const params = { entityTypeId, select: ['id', 'title'], order: { id: 'ASC' }, start }
        const { items } = itemsSchema.parse(await call(admin, 'crm.item.list', params))
        found.push(...items)
        if (items.length < 50) return found
      }
    },
    stageOf: ({ stageId }) => stageOf(stageId),
    async moves(itemId) {
      const params = { entityTypeId, filter: { OWNER_ID: itemId }, order: { ID: 'ASC' } }
      const { items } = movesSchema.parse(await call(admin, 'crm.stagehistory.list', params))
      return items.map((move) => ({
        id: move.ID,
        at: move.CREATED_TIME,
        stage: stageOf(move.STAGE_ID),
      }))
    },
    async addComment(userId, itemId, { text, files }) {
      const fields = {
        ...owner,
        ENTITY_ID: itemId,
        COMMENT: text,
        ...(files.length > 0 && { FILES: files.map((name) => [name, png]) }),
      }
      return z.coerce.number().parse(await call(userId, 'crm.timeline.comment.add', { fields }))
    },
    async editComment(userId, id, text) {
      await call(userId, 'crm.timeline.comment.update', { id, fields: { COMMENT: text } })
    },
    async deleteComment(userId, id) {
      await call(userId, 'crm.timeline.comment.delete', { id })
    },
    async comments(itemId) {
      const filter = { ...owner, ENTITY_ID: itemId }
      const found: Comment[] = []
      for (let start = 0; ; start += 50) {
        const params = { filter, order: { ID: 'ASC' }, start }
        const rows = commentsSchema.parse(await call(admin, 'crm.timeline.comment.list', params))
        found.push(
          ...rows.map((row) => ({
            id: row.ID,
            text: row.COMMENT,
            createdAt: row.CREATED,
            files: row.FILES.toSorted(),
          })),
        )
        if (rows.length < 50) return found
      }
    },
  }

  async function item(id: number): Promise<Item> {
    return itemSchema.parse(await call(admin, 'crm.item.get', { entityTypeId, id })).item
  }

  function fieldsOf({ title, values = {}, stage }: ItemChange): Record<string, unknown> {
    const stageId = stage && place.stages[stage]
    return {
      ...toItemFields(place, values),
      ...(title !== undefined && { title }),
      ...(stageId !== undefined && { stageId }),
    }
  }

  async function call(
    userId: number,
    method: string,
    params: Record<string, unknown>,
  ): Promise<unknown> {
    const { status, body } = await portal.callAsUser(userId, method, params)
    if (status >= 300) throw new Error(`${method}: ${JSON.stringify(body)}`)
    return body.result
  }
}
