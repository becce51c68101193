import { type Call } from '../method.ts'
import { type UserField } from '../records.ts'
import { type Params, yesNo } from '../values.ts'

const drawCore = (field: UserField): Params => ({
  id: String(field.id),
  entityId: field.entityId,
  fieldName: field.fieldName,
  userTypeId: field.userTypeId,
  xmlId: field.xmlId,
  sort: String(field.sort),
  multiple: yesNo(field.isMultiple),
  mandatory: yesNo(field.isMandatory),
  showFilter: field.showFilter,
  showInList: yesNo(field.showInList),
  editInList: yesNo(field.editInList),
  isSearchable: yesNo(field.isSearchable),
  settings: field.settings,
})

/** add, get and update: with labels in every language and the options of a list. */
export function drawFieldFull(call: Call, field: UserField): Params {
  const languages = [...new Set(['en', call.portal.language, ...Object.keys(field.labels)])]
  const nothing = Object.fromEntries(languages.map((language) => [language, null]))
  return {
    ...drawCore(field),
    languageId: Object.fromEntries(languages.map((language) => [language, language])),
    editFormLabel: { ...nothing, ...field.labels },
    listColumnLabel: nothing,
    listFilterLabel: nothing,
    errorMessage: nothing,
    helpMessage: { ...nothing, ...field.help },
    ...(field.userTypeId === 'enumeration' && {
      enum: field.options.map((option) => ({
        id: String(option.id),
        userFieldId: String(field.id),
        value: option.value,
        def: yesNo(option.isDefault),
        sort: String(option.sort),
        xmlId: option.xmlId,
      })),
    }),
  }
}

/** The list knows no options, and labels only of the language that was asked for. */
export function drawFieldForList(field: UserField, language: string): Params {
  if (language === '') return drawCore(field)
  const label = field.labels[language]
  return {
    ...drawCore(field),
    languageId: { [language]: language },
    editFormLabel: label === undefined ? null : { [language]: label },
    listColumnLabel: null,
    listFilterLabel: null,
    errorMessage: null,
    helpMessage: null,
  }
}
