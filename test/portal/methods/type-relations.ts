import { type Relation, type SmartType } from '../records.ts'
import { intOf, isYes, listOf, mapOf, textOf } from '../values.ts'

/** A client is a contact (3) or a company (4): bound as parents of their own. */
export const predefinedParents: Relation[] = [3, 4].map((entityTypeId) => ({
  entityTypeId,
  isChildrenListEnabled: true,
  isPredefined: true,
}))

const readSide = (value: unknown): Relation[] =>
  listOf(value).flatMap((one) => {
    const relation = mapOf(one)
    const entityTypeId = intOf(relation?.['entityTypeId'])
    if (entityTypeId === null) return []
    const isChildrenListEnabled = isYes(relation?.['isChildrenListEnabled'])
    return [{ entityTypeId, isChildrenListEnabled, isPredefined: false }]
  })

const own = (side: Relation[]): Relation[] => side.filter((relation) => !relation.isPredefined)

/** New relations replace the old; without any the old stay. */
export function readRelations(
  given: unknown,
  present: SmartType['relations'],
  predefined: Relation[],
): SmartType['relations'] {
  const relations = mapOf(given)
  const parent =
    relations?.['parent'] === undefined ? own(present.parent) : readSide(relations['parent'])
  const child = relations?.['child'] === undefined ? present.child : readSide(relations['child'])
  return { parent: [...predefined, ...parent], child }
}

const linkedNames = [
  'CALENDAR_EVENT|UF_CRM_CAL_EVENT',
  'TASKS_TASK|UF_CRM_TASK',
  'TASKS_TASK_TEMPLATE|UF_CRM_TASK',
]

/** Here the documentation wants the texts "true" and "false"; Y does not count. */
export function readLinkedFields(
  given: unknown,
  present: Record<string, boolean>,
): Record<string, boolean> {
  const values = mapOf(given) ?? {}
  return Object.fromEntries(
    linkedNames.map((name) => {
      const value = values[name]
      return [name, value === undefined ? (present[name] ?? false) : textOf(value) === 'true']
    }),
  )
}
