import { z } from 'zod'
import { type FieldKey, fieldKeys, type FieldSpec, fieldSpec } from '../../shared/ticket/fields.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Language } from '../../shared/words/language.ts'
import type { PortalClient } from './client.ts'
import type { Command } from './command.ts'
import { plainName } from './item.ts'
import { runAllOrFail } from './run-all-or-fail.ts'
import type { SmartProcess } from './setup-smart-process.ts'
import {
  addField,
  completeOptions,
  fieldNameOf,
  listFieldsNamed,
  type Option,
  optionIds,
  readOptions,
} from './user-fields.ts'

/** Makes the fields that are missing, and learns what the portal calls them all. */
export async function setUpFields(
  client: PortalClient,
  type: SmartProcess,
  language: Language,
): Promise<Pick<Place, 'fields' | 'options'>> {
  const before = await client.run(readFieldKeys(type))
  const missing = fieldKeys.filter((key) => !(key in before))
  await runAllOrFail(
    client,
    missing.map((key) =>
      addField(type.typeId, { spec: fieldSpec(key), position: fieldKeys.indexOf(key), language }),
    ),
  )
  const fields = missing.length === 0 ? before : await client.run(readFieldKeys(type))
  return { fields, options: await setUpOptions(client, type, language) }
}

/** crm.item.fields → our logical names with the keys that items use. */
function readFieldKeys({ entityTypeId, typeId }: SmartProcess): Command<Record<string, string>> {
  const schema = z.object({
    fields: z.record(z.string(), z.object({ upperName: z.string().optional() })),
  })
  return {
    method: 'crm.item.fields',
    params: { entityTypeId },
    read: (result) => {
      const byName = new Map<string, string>()
      for (const [key, field] of Object.entries(schema.parse(result).fields))
        byName.set(plainName(field.upperName ?? key), key)
      const keys: Record<string, string> = {}
      for (const key of fieldKeys) {
        const name = byName.get(plainName(fieldNameOf(typeId, fieldSpec(key))))
        if (name !== undefined) keys[key] = name
      }
      return keys
    },
  }
}

async function setUpOptions(client: PortalClient, { typeId }: SmartProcess, language: Language) {
  const lists = fieldKeys
    .map((key) => ({ key, spec: fieldSpec(key) }))
    .filter(({ spec }) => spec.options !== undefined)
  const ids = await runAllOrFail(
    client,
    lists.map(({ spec }) => listFieldsNamed(fieldNameOf(typeId, spec))),
  )
  const fields = lists.flatMap((list, index) =>
    (ids[index] ?? []).slice(0, 1).map((id) => ({ ...list, id })),
  )
  const present = await readAll(client, fields)
  const lacking = fields.filter((field, index) => isLacking(field.spec, present[index] ?? []))
  await runAllOrFail(
    client,
    lacking.map((field) =>
      completeOptions({ ...field, language }, present[fields.indexOf(field)] ?? []),
    ),
  )
  const complete = lacking.length === 0 ? present : await readAll(client, fields)
  return Object.fromEntries(
    fields.map(({ key, spec }, index) => [key, optionIds(spec, complete[index] ?? [])]),
  )
}

type ListField = { key: FieldKey; spec: FieldSpec; id: number }

const readAll = (client: PortalClient, fields: readonly ListField[]): Promise<Option[][]> =>
  runAllOrFail(
    client,
    fields.map(({ id }) => readOptions(id)),
  )

const isLacking = (spec: FieldSpec, present: readonly Option[]) =>
  Object.keys(optionIds(spec, present)).length < (spec.options ?? []).length
