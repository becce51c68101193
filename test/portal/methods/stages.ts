import { type Category, type Status } from '../records.ts'
import { type PortalState, nextId } from '../state.ts'

export const stageEntity = (entityTypeId: number, categoryId: number): string =>
  `DYNAMIC_${entityTypeId}_STAGE_${categoryId}`

export const stagePrefix = (entityTypeId: number, categoryId: number): string =>
  `DT${entityTypeId}_${categoryId}:`

type Preset = {
  code: string
  name: string
  color: string
  sort: number
  isSystem: boolean
  semantics: 'S' | 'F' | null
}

const presets: Preset[] = [
  { code: 'NEW', name: 'Начало', color: '#22B9FF', sort: 10, isSystem: true, semantics: null },
  {
    code: 'PREPARATION',
    name: 'Подготовка',
    color: '#88B9FF',
    sort: 20,
    isSystem: false,
    semantics: null,
  },
  {
    code: 'CLIENT',
    name: 'Согласование',
    color: '#10e5fc',
    sort: 30,
    isSystem: false,
    semantics: null,
  },
  { code: 'SUCCESS', name: 'Успех', color: '#00ff00', sort: 40, isSystem: true, semantics: 'S' },
  { code: 'FAIL', name: 'Провал', color: '#ff0000', sort: 50, isSystem: true, semantics: 'F' },
]

/** The five stages that every new funnel has. */
export function addDefaultStages(portal: PortalState, category: Category): void {
  const { entityTypeId, id: categoryId } = category
  for (const { code, name, color, sort, isSystem, semantics } of presets) {
    portal.statuses.push({
      id: nextId(portal, 'status', 501),
      entityId: stageEntity(entityTypeId, categoryId),
      statusId: stagePrefix(entityTypeId, categoryId) + code,
      name,
      nameInit: isSystem ? name : '',
      sort,
      isSystem,
      categoryId,
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
