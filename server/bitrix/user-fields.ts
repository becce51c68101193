import { z } from 'zod'
import type { FieldSpec, FieldType } from '../../shared/ticket/fields.ts'
import type { Language } from '../../shared/words/language.ts'
import type { Command } from './command.ts'
import { bxInt, bxList, bxText } from './rest-values.ts'

/** One option of an enumeration as the portal keeps it. */
export type Option = { id: number; value: string; xmlId: string }

const moduleId = 'crm'
const userTypes: Record<FieldType, string> = {
  string: 'string',
  text: 'string',
  enumeration: 'enumeration',
  boolean: 'boolean',
  datetime: 'datetime',
  file: 'file',
}
const settings: Partial<Record<FieldType, Record<string, unknown>>> = {
  text: { ROWS: 6 },
  boolean: { DEFAULT_VALUE: 0, DISPLAY: 'CHECKBOX' },
}

/** The field's own name in the portal. */
export const fieldNameOf = (typeId: number, spec: FieldSpec) => `UF_CRM_${typeId}_SLA_${spec.code}`

/** By our option key, so that a renamed option is still ours. */
const xmlIdOf = (key: string) => `SLA_${key}`

const newOptionsOf = (spec: FieldSpec, language: Language) =>
  (spec.options ?? []).map((option, index) => ({
    value: option.title[language],
    def: 'N',
    sort: (index + 1) * 10,
    xmlId: xmlIdOf(option.key),
  }))

/** A field as the portal's people shall see it. */
export type NewField = {
  spec: FieldSpec
  /** Among ours, from 0. */
  position: number
  /** Of its options, which have one text; it bears its own name in every language. */
  language: Language
}

export function addField(typeId: number, { spec, position, language }: NewField): Command<null> {
  return {
    method: 'userfieldconfig.add',
    params: {
      moduleId,
      field: {
        entityId: `CRM_${typeId}`,
        fieldName: fieldNameOf(typeId, spec),
        userTypeId: userTypes[spec.type],
        xmlId: xmlIdOf(spec.code),
        sort: (position + 1) * 10,
        multiple: spec.isMultiple === true ? 'Y' : 'N',
        mandatory: 'N',
        showFilter: spec.type === 'file' || spec.type === 'text' ? 'N' : 'Y',
        editFormLabel: spec.title,
        ...(settings[spec.type] && { settings: settings[spec.type] }),
        ...(spec.options && { enum: newOptionsOf(spec, language) }),
      },
    },
    read: () => null,
  }
}

/** Ids of the fields of that name: one or none. */
export function listFieldsNamed(fieldName: string): Command<number[]> {
  const schema = z.object({
    fields: bxList.pipe(z.array(z.object({ id: bxInt, fieldName: z.string() }))),
  })
  return {
    method: 'userfieldconfig.list',
    params: { moduleId, select: ['id', 'fieldName'], filter: { fieldName } },
    // Compared again: a portal that does not know the filter lists everything.
    read: (result) =>
      schema
        .parse(result)
        .fields.filter((field) => field.fieldName === fieldName)
        .map((field) => field.id),
  }
}

const optionSchema = z.object({ id: bxInt, value: bxText, xmlId: bxText })

/** Only this method tells the options of an enumeration with their own codes. */
export function readOptions(fieldId: number): Command<Option[]> {
  const schema = z.object({
    field: z.object({ enum: bxList.pipe(z.array(optionSchema)) }),
  })
  return {
    method: 'userfieldconfig.get',
    params: { moduleId, id: fieldId },
    read: (result) => schema.parse(result).field.enum,
  }
}

/** Adds the options that are missing; those that are there stay. */
export function completeOptions(
  { id: fieldId, spec, language }: { id: number; spec: FieldSpec; language: Language },
  present: readonly Option[],
): Command<null> {
  const known = optionIds(spec, present)
  const missing = (spec.options ?? []).filter((option) => !(option.key in known))
  const added = newOptionsOf(spec, language).filter((option) =>
    missing.some(({ key }) => xmlIdOf(key) === option.xmlId),
  )
  return {
    method: 'userfieldconfig.update',
    params: {
      moduleId,
      id: fieldId,
      field: {
        userTypeId: 'enumeration',
        enum: [...present.map(({ id, value }) => ({ id, value })), ...added],
      },
    },
    read: () => null,
  }
}

/** Our option key → the portal's id, by code or, where a portal lost it, by title in any language. */
export function optionIds(spec: FieldSpec, present: readonly Option[]): Record<string, number> {
  const ids: Record<string, number> = {}
  for (const { key, title } of spec.options ?? []) {
    const found =
      present.find((option) => option.xmlId === xmlIdOf(key)) ??
      present.find((option) => Object.values(title).includes(option.value))
    if (found) ids[key] = found.id
  }
  return ids
}
