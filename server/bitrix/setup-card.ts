import { z } from 'zod'
import { type FieldKey, fieldSpec } from '../../shared/ticket/fields.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Language, Words } from '../../shared/words/language.ts'
import type { PortalClient } from './client.ts'
import type { Command } from './command.ts'
import { bxList } from './rest-values.ts'
import { fieldNameOf } from './user-fields.ts'

type Section = { name: string; title: string; elements: { name: string }[] }

const sections: { name: string; title: Words; standard?: string[]; fields: FieldKey[] }[] = [
  {
    name: 'sla_ticket',
    title: { ru: 'Обращение', en: 'Ticket' },
    standard: ['TITLE', 'STAGE_ID', 'ASSIGNED_BY_ID'],
    fields: ['number', 'company', 'level', 'category', 'description', 'impact', 'files', 'links'],
  },
  {
    name: 'sla_clocks',
    title: { ru: 'Сроки SLA', en: 'SLA due times' },
    fields: ['slaState', 'registeredAt', 'reactionDueAt', 'updateDueAt'],
  },
  {
    name: 'sla_contact',
    title: { ru: 'Контактное лицо', en: 'Contact person' },
    fields: ['contactName', 'contactPhone', 'contactEmail', 'consentPhone', 'consentReply'],
  },
  {
    name: 'sla_environment',
    title: { ru: 'Окружение', en: 'Environment' },
    fields: ['environment', 'recentChanges', 'filesReason'],
  },
  { name: 'sla_solution', title: { ru: 'Решение', en: 'Solution' }, fields: ['solution'] },
]

/**
 * Lays out the common card of items, which is also the form for those who file without our tab.
 * A card in which all our fields are to be found is left as the portal's people arranged it.
 */
export async function setUpCard(
  client: PortalClient,
  place: Place,
  language: Language,
): Promise<void> {
  const wanted = sectionsOf(place, language)
  const present = await client.run(readCard(place))
  const names = new Set(present)
  const isComplete = wanted.every(({ elements }) => elements.every(({ name }) => names.has(name)))
  if (!isComplete) await client.run(writeCard(place, wanted))
}

function sectionsOf({ typeId }: Place, language: Language): Section[] {
  return sections.map(({ name, title, standard = [], fields }) => ({
    name,
    title: title[language],
    elements: [...standard, ...fields.map((key) => fieldNameOf(typeId, fieldSpec(key)))].map(
      (element) => ({ name: element }),
    ),
  }))
}

const viewOf = ({ entityTypeId, categoryId }: Place) => ({
  entityTypeId,
  scope: 'C',
  extras: { categoryId },
})

const sectionSchema = z.object({
  elements: bxList.pipe(z.array(z.object({ name: z.string() }))),
})

/** Names of the fields that the common card shows; none where nobody has arranged it. */
function readCard(place: Place): Command<string[]> {
  return {
    method: 'crm.item.details.configuration.get',
    params: viewOf(place),
    read: (result) =>
      bxList
        .pipe(z.array(sectionSchema))
        .parse(result)
        .flatMap(({ elements }) => elements.map(({ name }) => name)),
  }
}

function writeCard(place: Place, wanted: readonly Section[]): Command<null> {
  return {
    method: 'crm.item.details.configuration.set',
    params: {
      ...viewOf(place),
      data: wanted.map((section) => ({
        ...section,
        type: 'section',
        // 1: shown also while it is empty.
        elements: section.elements.map(({ name }) => ({ name, optionFlags: 1 })),
      })),
    },
    read: () => null,
  }
}
