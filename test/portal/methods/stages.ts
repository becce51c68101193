import { type Category, type Status } from '../records.ts'
import { type PortalState, nextId } from '../state.ts'
import { deal, lead, smartInvoice } from './built-in-types.ts'

/** The dictionary of a funnel's stages. Leads and the first funnel of deals have plain names. */
export function stageEntity(entityTypeId: number, categoryId: number): string {
  switch (entityTypeId) {
    case lead:
      return 'STATUS'
    case deal:
      return categoryId === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${categoryId}`
    case smartInvoice:
      return `SMART_INVOICE_STAGE_${categoryId}`
    default:
      return `DYNAMIC_${entityTypeId}_STAGE_${categoryId}`
  }
}

/** What the codes of a funnel's stages begin with. */
export function stagePrefix(entityTypeId: number, categoryId: number): string {
  if (entityTypeId === lead) return ''
  if (entityTypeId === deal) return categoryId === 0 ? '' : `C${categoryId}:`
  return `DT${entityTypeId}_${categoryId}:`
}

type Preset = Pick<Status, 'name' | 'color' | 'isSystem' | 'semantics'> & { code: string }

const open = (code: string, name: string, color: string): Preset => ({
  code,
  name,
  color,
  isSystem: false,
  semantics: null,
})
const system = (one: Preset): Preset => ({ ...one, isSystem: true })
const won = (code: string, name: string, color = '#00ff00'): Preset => ({
  ...system(open(code, name, color)),
  semantics: 'S',
})
const lost = (code: string, name: string, color = '#ff0000'): Preset => ({
  ...system(open(code, name, color)),
  semantics: 'F',
})

const smartPresets = [
  system(open('NEW', 'Начало', '#22B9FF')),
  open('PREPARATION', 'Подготовка', '#88B9FF'),
  open('CLIENT', 'Согласование', '#10e5fc'),
  won('SUCCESS', 'Успех'),
  lost('FAIL', 'Провал'),
]

const presets: Record<number, Preset[]> = {
  [lead]: [
    system(open('NEW', 'Не обработан', '#39A8EF')),
    open('IN_PROCESS', 'В работе', '#2FC6F6'),
    open('PROCESSED', 'Обработан', '#55D0E0'),
    won('CONVERTED', 'Качественный лид', '#7BD500'),
    lost('JUNK', 'Некачественный лид', '#FF5752'),
  ],
  [deal]: [
    system(open('NEW', 'Новая', '#39A8EF')),
    open('PREPARATION', 'Подготовка документов', '#2FC6F6'),
    open('PREPAYMENT_INVOICE', 'Счёт на предоплату', '#55D0E0'),
    open('EXECUTING', 'В работе', '#47E4C2'),
    open('FINAL_INVOICE', 'Финальный счёт', '#FFA900'),
    won('WON', 'Сделка успешна', '#7BD500'),
    lost('LOSE', 'Сделка провалена', '#FF5752'),
    { ...open('APOLOGY', 'Анализ причины провала', '#FF5752'), semantics: 'F' },
  ],
  [smartInvoice]: [
    system(open('N', 'Новый', '#39A8EF')),
    open('S', 'Отправлен клиенту', '#2FC6F6'),
    won('P', 'Оплачен', '#7BD500'),
    lost('D', 'Не оплачен', '#FF5752'),
  ],
}

/** The stages that every new funnel has; a smart process's are five. */
export function addDefaultStages(
  portal: PortalState,
  { entityTypeId, id }: Pick<Category, 'entityTypeId' | 'id'>,
): void {
  const prefix = stagePrefix(entityTypeId, id)
  const own = presets[entityTypeId] ?? smartPresets
  for (const [index, { code, name, color, isSystem, semantics }] of own.entries()) {
    portal.statuses.push({
      id: nextId(portal, 'status', 501),
      entityId: stageEntity(entityTypeId, id),
      statusId: prefix + code,
      name,
      nameInit: isSystem ? name : '',
      sort: (index + 1) * 10,
      isSystem,
      categoryId: prefix === '' ? null : id,
      color,
      semantics,
    })
  }
}

/** The stages of a funnel in their order. */
export const stagesOf = (portal: PortalState, entityTypeId: number, categoryId: number): Status[] =>
  portal.statuses
    .filter((status) => status.entityId === stageEntity(entityTypeId, categoryId))
    .sort((left, right) => left.sort - right.sort || left.id - right.id)
