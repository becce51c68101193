import type { Side } from '../../shared/sla/history.ts'
import { type FieldKey, type FieldOwner, fieldSpec } from '../../shared/ticket/fields.ts'
import { type Stage, stageSpecs } from '../../shared/ticket/stages.ts'
import type { Words } from '../../shared/words/language.ts'

const who: Record<Side, Words> = {
  customer: { ru: 'заказчик', en: 'the customer' },
  partner: { ru: 'исполнитель', en: 'the support firm' },
}

export function refusedMoveText(side: Side, from: Stage, to: Stage): Words {
  const [before, after] = [stageSpecs[from].title, stageSpecs[to].title]
  return {
    ru: `Стадия «${after.ru}» отменена: из стадии «${before.ru}» ${who[side].ru} перевести в неё обращение не может.`,
    en: `Stage “${after.en}” is undone: from “${before.en}” ${who[side].en} cannot move the ticket there.`,
  }
}

const owners: Record<FieldOwner, Words> = {
  customer: { ru: 'ведёт заказчик', en: 'kept by the customer' },
  partner: { ru: 'ведёт исполнитель', en: 'kept by the support firm' },
  ours: { ru: 'заполняется автоматически', en: 'filled in automatically' },
}

/** A foreign edit of an owned field is put back, in the open. */
export function putBackText(fields: readonly FieldKey[]): Words {
  const specs = fields.map(fieldSpec)
  const groups = [...new Set(specs.map(({ owner }) => owner))].map((owner) => ({
    titles: specs.filter((spec) => spec.owner === owner).map(({ title }) => title),
    by: owners[owner],
  }))
  const ru = groups.map(({ titles, by }) => `${listed(titles, russian)} — ${by.ru}`).join('; ')
  const en = groups.map(({ titles, by }) => `${listed(titles, english)}: ${by.en}`).join('; ')
  return { ru: `Изменение отменено: ${ru}.`, en: `Change undone: ${en}.` }
}

const russian = ({ ru }: Words) => `«${ru}»`
const english = ({ en }: Words) => `“${en}”`
const listed = (titles: readonly Words[], quoted: (title: Words) => string) =>
  titles.map(quoted).join(', ')

export const restoredText = (number: number): Words => ({
  ru: `Карточка обращения № ${String(number)} была удалена и создана заново. Прежняя переписка сохранена на вкладке SLA. Если обращение больше не нужно, переведите его в стадию «${stageSpecs.closed.title.ru}».`,
  en: `The card of ticket No. ${String(number)} was deleted and has been made anew. The conversation before is kept on the SLA tab. If the ticket is no longer needed, move it to the stage “${stageSpecs.closed.title.en}”.`,
})

export const deletedText = (number: number, side: Side): Words => ({
  ru: `Обращение № ${String(number)} закрыто: его карточку удалил ${who[side].ru}.`,
  en: `Ticket No. ${String(number)} is closed: ${who[side].en} deleted its card.`,
})

export const nearMissText = (number: number, mark: string): Words => ({
  ru: `Обращение № ${String(number)}: ваш комментарий остался внутренним. Если он предназначен клиенту, начните его с «${mark}».`,
  en: `Ticket No. ${String(number)}: your comment stayed internal. If it is meant for the customer, begin it with “${mark}”.`,
})
