import { z } from 'zod'
import { type Family } from '../family.ts'
import { bearing, nothing, numeric } from '../shape.ts'

const keys =
  'id entityId fieldName userTypeId xmlId sort multiple mandatory showFilter showInList ' +
  'editInList isSearchable settings languageId editFormLabel'
const choice = bearing('id userFieldId value def sort xmlId', { id: numeric })
const field = z.object({
  field: bearing(`${keys} listColumnLabel listFilterLabel errorMessage helpMessage enum`, {
    id: numeric,
    enum: z.array(choice).min(2),
  }),
})

const moduleId = 'crm'

export const ownFieldCases: Family = {
  name: 'fields of one’s own',
  async play({ call, read, removal }, { typeId }) {
    const fieldName = `UF_CRM_${typeId}_NEW_REST_LIST_2026`
    const made = await call(
      'userfieldconfig.add',
      {
        moduleId,
        field: {
          entityId: `CRM_${typeId}`,
          fieldName,
          userTypeId: 'enumeration',
          multiple: 'Y',
          editFormLabel: { en: 'List of characteristics', ru: 'Свойства' },
          enum: [
            { value: 'Characteristic 1', def: 'N', sort: 100 },
            { value: 'Characteristic 2', def: 'Y', sort: 200 },
          ],
        },
      },
      field,
    )
    const id = Number(made.field.id)
    const remove = removal('userfieldconfig.delete', { moduleId, id }, nothing)
    await read('userfieldconfig.get', { moduleId, id }, field)
    await read(
      'userfieldconfig.list',
      {
        moduleId,
        select: { 0: '*', language: 'ru' },
        order: { id: 'DESC' },
        filter: { multiple: 'Y', entityId: `CRM_${typeId}` },
        start: 0,
      },
      z.object({ fields: z.array(bearing(keys, { fieldName: z.literal(fieldName) })).min(1) }),
    )
    await read(
      'userfieldconfig.getTypes',
      { moduleId },
      z.object({ types: z.record(z.string(), bearing('userTypeId description', {})) }),
    )
    await call(
      'userfieldconfig.update',
      {
        moduleId,
        id,
        field: { mandatory: 'Y', editFormLabel: { en: 'List of characteristics (updated)' } },
      },
      field,
    )
    await remove()
  },
}
