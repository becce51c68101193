import { type Call, type Reply, reply } from '../method.ts'
import { type UserField } from '../records.ts'
import { type Params, isYes } from '../values.ts'
import { fieldInfo, requireRead, requiredType } from './crm-access.ts'
import { hasFeature, ownFields, schemaOf, wireName } from './item-schema.ts'
import { defaultCategory } from './item-write.ts'
import { stageEntity } from './stages.ts'

const drawOwn = (call: Call, field: UserField): Params => ({
  ...fieldInfo(field.userTypeId, field.labels[call.portal.language] ?? field.fieldName, {
    isRequired: field.isMandatory,
    isMultiple: field.isMultiple,
  }),
  isDynamic: true,
  ...(field.userTypeId === 'enumeration' && {
    items: field.options.map(({ id, value }) => ({ ID: String(id), VALUE: value })),
  }),
  settings: field.settings,
  upperName: field.fieldName,
})

/** crm.item.fields: the fields of features that are on, then the portal's own. */
export function itemFields(call: Call, params: Params): Reply {
  const type = requiredType(call, params)
  requireRead(call, type.entityTypeId)
  const isOriginal = isYes(params['useOriginalUfNames'])
  const statusType = stageEntity(type.entityTypeId, defaultCategory(call, type))
  const standard = schemaOf(call, type)
    .fields.filter((field) => hasFeature(type, field))
    .map((field) => [
      field.name,
      {
        ...fieldInfo(field.type, field.title, {
          isRequired: field.name === 'opened',
          isReadOnly: field.isReadOnly ?? false,
          isMultiple: field.isMultiple ?? false,
        }),
        ...(/stageId$/i.test(field.name) && { statusType }),
        ...(field.name === 'sourceId' && { statusType: 'SOURCE' }),
        ...(field.settings && { settings: field.settings }),
        upperName: field.upper,
      },
    ])
  const own = ownFields(call, type).map((field) => [
    wireName(field, isOriginal),
    drawOwn(call, field),
  ])
  return reply({ fields: Object.fromEntries([...standard, ...own]) as Params })
}
