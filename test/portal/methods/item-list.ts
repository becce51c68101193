import { type Column, listPage, listReply, selection } from '../list.ts'
import { type Call, type Reply } from '../method.ts'
import { type Item, type SmartType } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { type Params, instantOf, isYes } from '../values.ts'
import { requireRead, requiredType } from './crm-access.ts'
import { ownFields, schemaOf, wireName } from './item-schema.ts'
import { drawItem, itemView } from './item-view.ts'

const kinds: Record<string, Column<Item>['type']> = {
  integer: 'number',
  double: 'number',
  ids: 'number',
  boolean: 'flag',
  date: 'time',
  datetime: 'time',
  enumeration: 'number',
  employee: 'number',
  file: 'number',
}

function columnsOf(call: Call, type: SmartType, isOriginal: boolean) {
  const schema = schemaOf(call, type)
  const own = new Map(ownFields(call, type).map((field) => [wireName(field, isOriginal), field]))
  return (name: string): Column<Item> | undefined => {
    const field = own.get(name)
    if (field) {
      const { fieldName, userTypeId } = field
      return { type: kinds[userTypeId] ?? 'text', read: (item) => item.own[fieldName] }
    }
    const standard = schema.find(name)
    return standard && { type: kinds[standard.kind] ?? 'text', read: (item) => item.values[name] }
  }
}

/** crm.item.list: unknown names are refused, rows come in the order of their numbers. */
export function listItems(call: Call, params: Params): Reply {
  const type = requiredType(call, params)
  requireRead(call, type.entityTypeId)
  const isOriginal = isYes(params['useOriginalUfNames'])
  const rows = [...(call.portal.items.get(type.entityTypeId)?.values() ?? [])]
  const page = listPage(rows, params, {
    column: columnsOf(call, type, isOriginal),
    instant: (value) => instantOf(value, call.portal.timeZone),
    onUnknown(name, where) {
      throw new RestError(
        'INVALID_ARG_VALUE',
        `Invalid ${where}: field '${name}' is not allowed in ${where}`,
      )
    },
  })
  const select = selection(params['select'])
  return listReply(page, (items) => {
    const view = itemView(call, type, { isOriginal, select })
    return { items: items.map((item) => drawItem(call, item, view)) }
  })
}
