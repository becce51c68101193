import { el } from './dom.js'
import { stageDictionary } from './crm-types.js'
import { call } from './session.js'

const known = new Map()

/**
 * Stages of a funnel in their order: `[{STATUS_ID, NAME, COLOR, SEMANTICS}]`. Read once per page
 * while there are any: set-up makes them while the page may stand open.
 */
export async function stagesOf(entityTypeId, categoryId) {
  const ENTITY_ID = stageDictionary(entityTypeId, categoryId)
  const remembered = known.get(ENTITY_ID)
  if (remembered) return remembered
  const { result } = await call('crm.status.list', {
    order: { SORT: 'ASC' },
    filter: { ENTITY_ID },
  })
  if (result.length > 0) known.set(ENTITY_ID, result)
  return result
}

/** Stages of all funnels that the items are in. */
export async function stagesOfItems(entityTypeId, items) {
  const funnels = [...new Set(items.map(({ categoryId }) => categoryId))]
  return (await Promise.all(funnels.map((id) => stagesOf(entityTypeId, id)))).flat()
}

/** The stage as a coloured label. */
export function stageChip(stages, stageId, attributes = {}) {
  const stage = stages.find(({ STATUS_ID }) => STATUS_ID === stageId)
  const style = { '--stage': stage?.COLOR || '#a8b0ba' }
  return el('span.chip', { ...attributes, style, 'data-stage': stageId }, stage?.NAME ?? stageId)
}
