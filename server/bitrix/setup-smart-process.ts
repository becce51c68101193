import { z } from 'zod'
import { fieldSpec } from '../../shared/ticket/fields.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Language, Words } from '../../shared/words/language.ts'
import type { PortalClient } from './client.ts'
import { type Command, listCommand } from './command.ts'
import { bxBool, bxInt, bxList, bxText } from './rest-values.ts'
import { listFieldsNamed } from './user-fields.ts'

/** The smart process in which tickets live. */
export type SmartProcess = {
  entityTypeId: number
  /** Id of the type record; part of the names of its fields. */
  typeId: number
}

const titles: Words = { ru: 'Обращения SLA', en: 'SLA tickets' }

/** What the process cannot do without; people may switch on what they like. */
const needed = { isStagesEnabled: 'Y', isCategoriesEnabled: 'Y' } as const
const flags = {
  ...needed,
  isAutomationEnabled: 'Y',
  isObserversEnabled: 'Y',
  isRecyclebinEnabled: 'Y',
  isSetOpenPermissions: 'Y',
} as const

/**
 * Finds our smart process by what we know of it or by our marker field, else makes one. A process
 * of our name without fields and items is what a broken set-up left behind.
 */
export async function setUpSmartProcess(
  client: PortalClient,
  former: Place | null,
  language: Language,
): Promise<SmartProcess> {
  const types = await client.run(listTypes())
  const found =
    types.find((type) => type.typeId === former?.typeId) ??
    (await findMarked(client, types)) ??
    (await findUnfinished(client, types))
  if (!found) return client.run(addType(titles[language]))
  if (!found.hasNeeded) await client.run(repairType(found))
  return found
}

type Found = SmartProcess & { title: string; hasNeeded: boolean }

/** Our first field, which is made before all others. */
const markerOf = ({ typeId }: SmartProcess) => `UF_CRM_${typeId}_SLA_${fieldSpec('number').code}`

async function findMarked(client: PortalClient, types: Found[]): Promise<Found | undefined> {
  const outcomes = await client.runAll(types.map((type) => listFieldsNamed(markerOf(type))))
  for (const [index, outcome] of outcomes.entries()) {
    if (!outcome.ok) throw outcome.error
    if (outcome.value.length > 0) return types[index]
  }
  return undefined
}

async function findUnfinished(client: PortalClient, types: Found[]): Promise<Found | undefined> {
  for (const type of types.filter((candidate) => Object.values(titles).includes(candidate.title))) {
    const [hasOwnFields, hasItems] = await client.runAll([readHasFields(type), readHasItems(type)])
    if (!hasOwnFields.ok) throw hasOwnFields.error
    if (!hasItems.ok) throw hasItems.error
    if (!hasOwnFields.value && !hasItems.value) return type
  }
  return undefined
}

const typeSchema = z
  .object({
    id: bxInt,
    entityTypeId: bxInt,
    title: bxText,
    isStagesEnabled: bxBool,
    isCategoriesEnabled: bxBool,
  })
  .transform((type): Found => ({
    typeId: type.id,
    entityTypeId: type.entityTypeId,
    title: type.title,
    hasNeeded: type.isStagesEnabled && type.isCategoriesEnabled,
  }))

/** All smart processes of the portal. */
export function listTypes(): Command<Found[]> {
  return listCommand({
    method: 'crm.type.list',
    params: { order: { id: 'ASC' } },
    read: (result) => z.object({ types: bxList.pipe(z.array(typeSchema)) }).parse(result).types,
  })
}

function addType(title: string): Command<SmartProcess> {
  return {
    method: 'crm.type.add',
    params: { fields: { title, ...flags } },
    read: (result) => z.object({ type: typeSchema }).parse(result).type,
  }
}

function repairType({ typeId }: SmartProcess): Command<null> {
  return {
    method: 'crm.type.update',
    params: { id: typeId, fields: needed },
    read: () => null,
  }
}

function readHasFields({ entityTypeId }: SmartProcess): Command<boolean> {
  const schema = z.object({
    fields: z.record(z.string(), z.object({ isDynamic: bxBool })),
  })
  return {
    method: 'crm.item.fields',
    params: { entityTypeId },
    read: (result) => Object.values(schema.parse(result).fields).some((field) => field.isDynamic),
  }
}

function readHasItems({ entityTypeId }: SmartProcess): Command<boolean> {
  return {
    method: 'crm.item.list',
    params: { entityTypeId, select: ['id'] },
    read: (result) => z.object({ items: bxList }).parse(result).items.length > 0,
  }
}
