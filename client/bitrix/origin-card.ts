import { z } from 'zod'
import { crmCardUrl } from '../../shared/ticket/crm-links.ts'
import type { Frame } from './frame.ts'

/** What a person had before him when he opened us: a card of CRM or a task. */
export type OriginCard =
  | { kind: 'lead' | 'deal' | 'contact' | 'company' | 'process'; entityTypeId: number; id: number }
  | { kind: 'task'; id: number }

const cardTypes = { LEAD: 1, DEAL: 2, CONTACT: 3, COMPANY: 4 } as const
const kinds = { LEAD: 'lead', DEAL: 'deal', CONTACT: 'contact', COMPANY: 'company' } as const

/** @returns null when we were not opened by «Сообщить о проблеме» */
export function originCardOf({
  placement,
  options,
}: Pick<Frame, 'placement' | 'options'>): OriginCard | null {
  if (placement === 'TASK_VIEW_TOP_PANEL') {
    const id = idIn(options.taskId ?? options.ID)
    return id === null ? null : { kind: 'task', id }
  }
  const found = /^CRM_(?:(LEAD|DEAL|CONTACT|COMPANY)|DYNAMIC_(\d+))_DETAIL_TOOLBAR$/.exec(placement)
  // Smart processes name it otherwise than the others (platform.md §7).
  const id = idIn(options.ENTITY_ID ?? options.ID)
  if (!found || id === null) return null
  const name = found[1] as keyof typeof cardTypes | undefined
  return name === undefined
    ? { kind: 'process', entityTypeId: Number(found[2]), id }
    : { kind: kinds[name], entityTypeId: cardTypes[name], id }
}

function idIn(text: string | undefined): number | null {
  const id = Number(text)
  return Number.isInteger(id) && id > 0 ? id : null
}

/** Address of the card, for people of the portal. */
export const originUrl = (card: OriginCard, origin: string, userId: number): string =>
  card.kind === 'task'
    ? `${origin}/company/personal/user/${userId}/tasks/task/view/${card.id}/`
    : crmCardUrl(origin, card.entityTypeId, card.id)

const text = z.string().nullish()
const itemsSchema = z.object({
  items: z.tuple([z.object({ title: text, name: text, lastName: text })]),
})
const taskSchema = z.object({ task: z.object({ title: text }) })

/** Its name in the portal; '' when the person may not read it. */
export async function readOriginTitle(frame: Frame, card: OriginCard): Promise<string> {
  try {
    if (card.kind === 'task') {
      const params = { taskId: card.id, select: ['ID', 'TITLE'] }
      return taskSchema.parse(await frame.call('tasks.task.get', params)).task.title ?? ''
    }
    const select = card.kind === 'contact' ? ['id', 'name', 'lastName'] : ['id', 'title']
    const params = { entityTypeId: card.entityTypeId, select, filter: { id: card.id } }
    const [item] = itemsSchema.parse(await frame.call('crm.item.list', params)).items
    return item.title ?? [item.name, item.lastName].filter(Boolean).join(' ')
  } catch {
    // The link alone will do.
    return ''
  }
}
