import { stageOf } from '../../shared/ticket/place.ts'
import { type FieldKey, fieldKeys, fieldSpec } from '../../shared/ticket/fields.ts'
import { optionKeyOf } from '../../shared/ticket/place.ts'
import type { Mirrored } from './compare.ts'
import type { Desk, Item } from './desk.ts'
import type { People } from './story.ts'
import { expectSame, type Verdict } from './verdict.ts'

/** Fields, files and stage are the same on both sides, and what their owners made them. */
export async function compareItems(
  verdict: Verdict,
  { customer, partner }: People,
  { story, ticket, mirrorId, name }: Mirrored,
): Promise<void> {
  const here = await customer.item(story.itemId)
  const there = await partner.item(mirrorId)
  for (const [desk, item] of [
    [customer, here],
    [partner, there],
  ] as const) {
    const what = `${name} at the ${desk.side}`
    expectSame(verdict, `stage of ${what}`, stageOf(desk.place, item.stageId), ticket.stage)
    for (const [key, wanted] of Object.entries(story.values))
      expectSame(verdict, `${key} of ${what}`, valueOf(desk, item, key as FieldKey), wanted)
    expectSame(verdict, `level of ${what}`, valueOf(desk, item, 'level'), String(ticket.level))
    expectSame(verdict, `number of files of ${what}`, filesOf(desk, item), story.files)
  }
  for (const key of fieldKeys)
    if (fieldSpec(key).type !== 'file' && key !== 'company')
      expectSame(
        verdict,
        `${key} of ${name}`,
        valueOf(customer, here, key),
        valueOf(partner, there, key),
      )
  expectSame(
    verdict,
    `title of ${name}`,
    there.title,
    `№ ${String(ticket.number)} · ${story.title}`,
  )
  expectSame(verdict, `title of ${name}`, here.title, story.title)
}

const filesOf = ({ place }: Desk, item: Item): number => {
  const files = item[place.fields.files ?? '']
  return Array.isArray(files) ? files.length : 0
}

function valueOf({ place }: Desk, item: Item, key: FieldKey): unknown {
  const value = item[place.fields[key] ?? ''] ?? ''
  if (value === '') return ''
  const { type } = fieldSpec(key)
  if (type === 'enumeration') return optionKeyOf(place, key, value)
  // Portals write the same second in their own zones.
  if (type === 'datetime') return Math.floor(Date.parse(value as string) / 1000)
  return value
}
