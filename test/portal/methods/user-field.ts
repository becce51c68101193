import { raiseEvent } from '../events.ts'
import { listPage, listReply, selection } from '../list.ts'
import { type Call, type MethodMap, actorOf, reply, scopesOf } from '../method.ts'
import { type SmartType, type UserField } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { nextId } from '../state.ts'
import { type Params, intOf, isYes, mapOf, textOf, yesNo } from '../values.ts'
import { builtInTypes, fieldEntity, smartInvoice } from './built-in-types.ts'
import { appFieldTypes } from './field-type.ts'
import { changeOptions, newOptions } from './user-field-options.ts'
import { drawFieldForList, drawFieldFull } from './user-field-view.ts'

const refuse = (description: string): RestError => new RestError('', description)

const types = [
  'string',
  'integer',
  'double',
  'boolean',
  'datetime',
  'date',
  'money',
  'url',
  'address',
  'file',
  'enumeration',
  'employee',
  'crm',
  'crm_status',
  'iblock_section',
  'iblock_element',
]

/** Both scopes are needed; the second is missed in words. */
function requireCrm(call: Call, params: Params): void {
  if (scopesOf(call)?.includes('crm') === false) {
    throw refuse('The current method required more scopes. (crm)')
  }
  if (textOf(params['moduleId']) !== 'crm') throw refuse('Module is not supported.')
}

function requireAdmin(call: Call): void {
  if (!call.user.isAdmin) throw refuse('Access denied.')
}

/** A label is one text for the portal's language or one per language. */
function labelsOf(call: Call, value: unknown): Record<string, string> {
  const map = mapOf(value)
  if (!map) return textOf(value) === '' ? {} : { [call.portal.language]: textOf(value) }
  return Object.fromEntries(Object.entries(map).map(([language, text]) => [language, textOf(text)]))
}

/** Of the built-in types invoices alone take fields by these methods. */
const takesFields = ({ entityTypeId }: SmartType): boolean => entityTypeId === smartInvoice

function checkName(call: Call, entityId: string, fieldName: string): void {
  const types = [...call.portal.types, ...builtInTypes.filter(takesFields)]
  if (!types.some((type) => fieldEntity(type) === entityId)) {
    throw refuse(`Entity ${entityId} is not supported.`)
  }
  if (!fieldName.startsWith(`UF_${entityId}_`)) {
    throw refuse(`The field name must start with UF_${entityId}_`)
  }
  if (fieldName.length > 50 || !/^[A-Z0-9_]+$/.test(fieldName)) {
    throw refuse('The field name is longer than 50 characters or has wrong ones.')
  }
  const isTaken = call.portal.fields.some(
    (field) => field.entityId === entityId && field.fieldName === fieldName,
  )
  if (isTaken) throw refuse(`Field ${fieldName} for entity ${entityId} already exists.`)
}

const defaultSettings: Record<string, Params> = {
  string: { SIZE: 20, ROWS: 1, REGEXP: '', MIN_LENGTH: 0, MAX_LENGTH: 0, DEFAULT_VALUE: '' },
  boolean: { DEFAULT_VALUE: 0, DISPLAY: 'CHECKBOX', LABEL: ['', ''], LABEL_CHECKBOX: '' },
  enumeration: { DISPLAY: 'LIST', LIST_HEIGHT: 1, CAPTION_NO_VALUE: '', SHOW_NO_VALUE: 'Y' },
}

const knownTypes = (call: Call): string[] => [
  ...types,
  ...appFieldTypes(call).map(({ code }) => code),
]

function newField(call: Call, given: Params): UserField {
  const entityId = textOf(given['entityId'])
  const fieldName = textOf(given['fieldName'])
  const userTypeId = textOf(given['userTypeId'])
  if (!knownTypes(call).includes(userTypeId)) throw refuse('The field userTypeId is required.')
  checkName(call, entityId, fieldName)
  const id = nextId(call.portal, 'userField', 101)
  return {
    id,
    entityId,
    fieldName,
    userTypeId,
    xmlId: textOf(given['xmlId']) || null,
    sort: intOf(given['sort']) ?? 100,
    isMultiple: isYes(given['multiple']),
    isMandatory: isYes(given['mandatory']),
    showFilter: textOf(given['showFilter']) || 'N',
    showInList: true,
    editInList: textOf(given['editInList']) !== 'N',
    isSearchable: isYes(given['isSearchable']),
    settings: { ...defaultSettings[userTypeId], ...mapOf(given['settings']) },
    labels: labelsOf(call, given['editFormLabel']),
    help: labelsOf(call, given['helpMessage']),
    options: userTypeId === 'enumeration' ? newOptions(call.portal, given['enum']) : [],
  }
}

const raiseFieldEvent = (call: Call, action: string, field: UserField) => {
  raiseEvent(call.world, call.portal, {
    name: `ONCRMTYPEUSERFIELD${action}`,
    data: { FIELDS: { ID: field.id, ENTITY_ID: field.entityId, FIELD_NAME: field.fieldName } },
    ...actorOf(call),
  })
}

function addField(call: Call, params: Params) {
  requireCrm(call, params)
  requireAdmin(call)
  const field = newField(call, mapOf(params['field']) ?? {})
  call.portal.fields.push(field)
  raiseFieldEvent(call, 'ADD', field)
  return reply({ field: drawFieldFull(call, field) })
}

function requiredField(call: Call, params: Params): UserField {
  requireCrm(call, params)
  const id = intOf(params['id'])
  const field = call.portal.fields.find((one) => one.id === id)
  if (!field) throw refuse('Field is not found.')
  return field
}

const changes: Record<string, (field: UserField, value: unknown) => void> = {
  sort: (field, value) => (field.sort = intOf(value) ?? field.sort),
  mandatory: (field, value) => (field.isMandatory = isYes(value)),
  isSearchable: (field, value) => (field.isSearchable = isYes(value)),
  showFilter: (field, value) => (field.showFilter = textOf(value)),
  xmlId: (field, value) => (field.xmlId = textOf(value) || null),
  settings: (field, value) => Object.assign(field.settings, mapOf(value)),
}

function updateField(call: Call, params: Params) {
  const field = requiredField(call, params)
  requireAdmin(call)
  const given = mapOf(params['field']) ?? {}
  for (const [name, change] of Object.entries(changes)) {
    if (given[name] !== undefined) change(field, given[name])
  }
  Object.assign(field.labels, labelsOf(call, given['editFormLabel']))
  Object.assign(field.help, labelsOf(call, given['helpMessage']))
  // Options change only when the caller repeats the type.
  if (given['enum'] !== undefined && given['userTypeId'] === 'enumeration') {
    field.options = changeOptions(call.portal, field.options, given['enum'])
    raiseFieldEvent(call, 'SETENUMVALUES', field)
  }
  raiseFieldEvent(call, 'UPDATE', field)
  return reply({ field: drawFieldFull(call, field) })
}

function deleteField(call: Call, params: Params) {
  const field = requiredField(call, params)
  requireAdmin(call)
  const { portal } = call
  portal.fields = portal.fields.filter((one) => one !== field)
  for (const items of portal.items.values()) {
    for (const item of items.values()) {
      item.own = Object.fromEntries(
        Object.entries(item.own).filter(([name]) => name !== field.fieldName),
      )
    }
  }
  raiseFieldEvent(call, 'DELETE', field)
  return reply(null)
}

/** `entityId` as a filter is not in the documented list but needed (doubt 12). */
const filterable: Record<string, (field: UserField) => unknown> = {
  id: (field) => field.id,
  entityId: (field) => field.entityId,
  fieldName: (field) => field.fieldName,
  userTypeId: (field) => field.userTypeId,
  xmlId: (field) => field.xmlId,
  sort: (field) => field.sort,
  multiple: (field) => yesNo(field.isMultiple),
  mandatory: (field) => yesNo(field.isMandatory),
  showFilter: (field) => field.showFilter,
  showInList: (field) => yesNo(field.showInList),
  editInList: (field) => yesNo(field.editInList),
  isSearchable: (field) => yesNo(field.isSearchable),
}

function listFields(call: Call, params: Params) {
  requireCrm(call, params)
  const { language, ...names } = mapOf(params['select']) ?? {}
  const page = listPage(call.portal.fields, params, {
    column: (name) => {
      const read = filterable[name]
      return read && { type: name === 'id' || name === 'sort' ? 'number' : 'text', read }
    },
    instant: () => null,
    onUnknown: () => undefined,
  })
  const chosen = selection(names)
  return listReply(page, (rows) => ({
    fields: rows.map((field) => {
      const row = drawFieldForList(field, textOf(language))
      const wanted = Object.entries(row).filter(([key]) => chosen?.includes(key) ?? true)
      return Object.fromEntries(wanted)
    }),
  }))
}

const scope = ['userfieldconfig']

export const userFieldMethods: MethodMap = {
  'userfieldconfig.add': { scope, run: addField },
  'userfieldconfig.get': {
    scope,
    run: (call, params) => reply({ field: drawFieldFull(call, requiredField(call, params)) }),
  },
  'userfieldconfig.list': { scope, run: listFields },
  'userfieldconfig.update': { scope, run: updateField },
  'userfieldconfig.delete': { scope, run: deleteField },
  'userfieldconfig.getTypes': {
    scope,
    run(call, params) {
      requireCrm(call, params)
      return reply({
        types: Object.fromEntries(
          knownTypes(call).map((userTypeId) => [
            userTypeId,
            { userTypeId, description: userTypeId },
          ]),
        ),
      })
    },
  },
}
