/** The types of CRM whose cards have addresses of their own. */
const NAMES = { 1: 'lead', 2: 'deal', 3: 'contact', 4: 'company' }

/** `deal` → 2. */
export const typeOfName = (name) =>
  Number(Object.keys(NAMES).find((entityTypeId) => NAMES[entityTypeId] === name))

/** `deal`, `dynamic_156`: how timelines spell a type. */
export const timelineType = (entityTypeId) => NAMES[entityTypeId] ?? `dynamic_${entityTypeId}`

/** `CRM_DEAL_DETAIL_TAB`, `CRM_DYNAMIC_156_DETAIL_TOOLBAR`. */
export const cardPlacement = (entityTypeId, place) =>
  `CRM_${timelineType(entityTypeId).toUpperCase()}_DETAIL_${place}`

/** The dictionary of a funnel's stages. */
export function stageDictionary(entityTypeId, categoryId) {
  if (entityTypeId === 1) return 'STATUS'
  if (entityTypeId === 2) return categoryId ? `DEAL_STAGE_${categoryId}` : 'DEAL_STAGE'
  return `DYNAMIC_${entityTypeId}_STAGE_${categoryId}`
}
