import { z } from 'zod'
import type { Side } from '../../shared/sla/history.ts'
import { type FieldValues, type Place, toItemFields } from '../../shared/ticket/place.ts'
import type { Stage } from '../../shared/ticket/stages.ts'
import type { Portal } from '../portal/types.ts'

/** A person of one side at his portal's own pages, which no fault of ours reaches. */
export type Desk = {
  side: Side
  portal: Portal
  place: Place
  addItem(title: string, xmlId: string, values: FieldValues): Promise<number>
  updateItem(itemId: number, change: { values?: FieldValues; stage?: Stage }): Promise<void>
  item(itemId: number): Promise<Record<string, unknown>>
  itemIds(): Promise<number[]>
  addComment(itemId: number, text: string): Promise<number>
  editComment(id: number, text: string): Promise<void>
  deleteComment(id: number): Promise<void>
  comments(itemId: number): Promise<{ id: number; text: string }[]>
}

const itemSchema = z.object({ item: z.looseObject({ id: z.number() }) })
const itemsSchema = z.object({ items: z.array(z.object({ id: z.number() })) })
const commentsSchema = z.array(z.object({ ID: z.coerce.number(), COMMENT: z.string() }))

type Seat = { side: Side; portal: Portal; place: Place; userId: number }

export function openDesk({ side, portal, place, userId }: Seat): Desk {
  const { entityTypeId } = place
  const owner = { ENTITY_TYPE: `dynamic_${String(entityTypeId)}` }

  return {
    side,
    portal,
    place,
    async addItem(title, xmlId, values) {
      const fields = { title, xmlId, ...toItemFields(place, values) }
      return itemSchema.parse(await call('crm.item.add', { entityTypeId, fields })).item.id
    },
    async updateItem(id, { values = {}, stage }) {
      const stageId = stage && place.stages[stage]
      const fields = { ...toItemFields(place, values), ...(stageId !== undefined && { stageId }) }
      await call('crm.item.update', { entityTypeId, id, fields })
    },
    item: async (id) => itemSchema.parse(await call('crm.item.get', { entityTypeId, id })).item,
    itemIds: () => pages('crm.item.list', { entityTypeId, select: ['id'], order: { id: 'ASC' } }),
    async addComment(itemId, text) {
      const fields = { ...owner, ENTITY_ID: itemId, COMMENT: text }
      return z.coerce.number().parse(await call('crm.timeline.comment.add', { fields }))
    },
    async editComment(id, text) {
      await call('crm.timeline.comment.update', { id, fields: { COMMENT: text } })
    },
    async deleteComment(id) {
      await call('crm.timeline.comment.delete', { id })
    },
    async comments(itemId) {
      const filter = { ...owner, ENTITY_ID: itemId }
      const found: { id: number; text: string }[] = []
      for (let start = 0; ; start += 50) {
        const rows = commentsSchema.parse(
          await call('crm.timeline.comment.list', { filter, order: { ID: 'ASC' }, start }),
        )
        found.push(...rows.map((row) => ({ id: row.ID, text: row.COMMENT })))
        if (rows.length < 50) return found
      }
    },
  }

  async function pages(method: string, params: Record<string, unknown>): Promise<number[]> {
    const ids: number[] = []
    for (let start = 0; ; start += 50) {
      const { items } = itemsSchema.parse(await call(method, { ...params, start }))
      ids.push(...items.map((item) => item.id))
      if (items.length < 50) return ids
    }
  }

  async function call(method: string, params: Record<string, unknown>): Promise<unknown> {
    const { status, body } = await portal.callAsUser(userId, method, params)
    if (status >= 300) throw new Error(`${method}: ${JSON.stringify(body)}`)
    return body.result
  }
}
