import { type Call, type MethodMap, reply } from '../method.ts'
import { type Item, type SmartType } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { type Params, instantOf, intOf, isYes, listOf, mapOf } from '../values.ts'
import { missingParam, requireWrite, requiredType } from './crm-access.ts'
import { createItem } from './item.ts'
import { rememberStage, tellItem } from './item-write.ts'

const maxRows = 20
const times = ['createdTime', 'updatedTime', 'movedTime'] as const
const people = ['createdBy', 'updatedBy', 'movedBy'] as const

/** Import alone may set who and when; people only for an administrator. */
function applyHistory(call: Call, item: Item, fields: Params): void {
  for (const name of times) {
    const at = instantOf(fields[name], call.portal.timeZone)
    if (at !== null) item.values[name] = at
  }
  if (!call.user.isAdmin) return
  for (const name of people) {
    const id = intOf(fields[name])
    if (id !== null) item.values[name] = id
  }
}

function importItem(
  call: Call,
  type: SmartType,
  given: { fields: Params; isOriginal: boolean },
): Item {
  const item = createItem(call, type, given)
  applyHistory(call, item, given.fields)
  rememberStage(call, item, {
    isNew: true,
    isOtherCategory: false,
    at: Number(item.values['createdTime']),
  })
  tellItem(call, 'ADD', item)
  return item
}

function importMany(call: Call, type: SmartType, params: Params) {
  const isOriginal = isYes(params['useOriginalUfNames'])
  const rows = listOf(params['data'])
  if (rows.length > maxRows) {
    throw new RestError('MAX_IMPORT_BATCH_SIZE_EXCEEDED', `Не больше ${maxRows} элементов за раз`)
  }
  const items = rows.map((row) => {
    try {
      const item = importItem(call, type, { fields: mapOf(row) ?? {}, isOriginal })
      return { item: { id: item.id } }
    } catch (error) {
      if (error instanceof RestError) return error.body()
      throw error
    }
  })
  return reply({ items })
}

const crm = ['crm']

export const itemImportMethods: MethodMap = {
  'crm.item.import': {
    scope: crm,
    run(call, params) {
      const type = requiredType(call, params)
      requireWrite(call, type.entityTypeId)
      const fields = mapOf(params['fields'])
      if (!fields) throw missingParam('fields')
      const isOriginal = isYes(params['useOriginalUfNames'])
      return reply({ item: { id: importItem(call, type, { fields, isOriginal }).id } })
    },
  },
  'crm.item.batchImport': {
    scope: crm,
    run(call, params) {
      const type = requiredType(call, params)
      requireWrite(call, type.entityTypeId)
      return importMany(call, type, params)
    },
  },
}
