import { z } from 'zod'
import { randomUUID } from 'node:crypto'
import type { Level } from '../../shared/sla/level.ts'
import type { FieldValues } from '../../shared/ticket/place.ts'
import { toItemFields } from '../../shared/ticket/place.ts'
import type { Visitor } from './visit.ts'

type Filing = {
  title: string
  level?: Level
  values?: FieldValues
  /** The tab's hint to the backend; off where a test wants the event alone to be enough. */
  hasHint?: boolean
  /** What a lost answer, or the basket, knows the item by. */
  xmlId?: string
}

const itemSchema = z.object({ item: z.object({ id: z.number() }) })

/** A ticket as the tab files it: an item in the person's own name, then the hint. */
export async function fileTicket(person: Visitor, filing: Filing): Promise<number> {
  const { place } = person.session.portal
  if (!place) throw new Error('The portal has not been set up')
  const values: FieldValues = {
    level: String(filing.level ?? 3),
    category: 'technical',
    description: 'Проводка не сохраняется, в журнале ошибка.',
    impact: 'Бухгалтерия не может закрыть месяц.',
    environment: 'Битрикс24 коробка 24.300, PHP 8.2, MySQL 8.0',
    contactName: 'Анна Лебедева',
    contactPhone: '+7 495 000-00-07',
    contactEmail: 'lebedeva@romashka.example',
    filesReason: 'портал недоступен',
    ...filing.values,
  }
  const result = await person.call('crm.item.add', {
    entityTypeId: place.entityTypeId,
    fields: {
      title: filing.title,
      xmlId: filing.xmlId ?? randomUUID(),
      ...toItemFields(place, values),
    },
  })
  const { id } = itemSchema.parse(result).item
  if (filing.hasHint !== false) await person.raw('POST', '/api/tickets/hint', { itemId: id })
  return id
}

/** A timeline comment in the person's own name. */
export async function comment(person: Visitor, itemId: number, text: string): Promise<number> {
  const { place } = person.session.portal
  if (!place) throw new Error('The portal has not been set up')
  const id = await person.call('crm.timeline.comment.add', {
    fields: {
      ENTITY_TYPE: `dynamic_${String(place.entityTypeId)}`,
      ENTITY_ID: itemId,
      COMMENT: text,
    },
  })
  return z.number().parse(id)
}
