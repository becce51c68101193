import { z } from 'zod'
import type { LeftOut, OptionalPart } from '../../shared/api/setup.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Language } from '../../shared/words/language.ts'
import type { Outcome, PortalClient } from './client.ts'
import type { Command } from './command.ts'
import { runAllOrFail } from './run-all-or-fail.ts'
import { listTypes } from './setup-smart-process.ts'

type Binding = { placement: string; handler: string }

/** A place of ours in the portal; without a part it is one that we cannot do without. */
type Wanted = Binding & { part: OptionalPart | null }

type Target = { place: Place; side: Side; handler: string; language: Language }

/**
 * Our tab in the card of an item, «Сообщить о проблеме» in the customer's other cards, and the door
 * for deep links; whatever else the app has bound is of an earlier set-up and goes.
 *
 * @returns what this portal does not offer
 */
export async function setUpPlacements(client: PortalClient, target: Target): Promise<LeftOut[]> {
  const [types, present, known] = await client.runAll([
    listTypes(),
    listBindings(),
    listPlacements(),
  ])
  if (!types.ok) throw types.error
  if (!present.ok) throw present.error
  const wanted = placementsOf(
    target,
    types.value.map((type) => type.entityTypeId),
  )
  const isOffered = ({ part, placement }: Wanted) =>
    part === null || !known.ok || known.value.includes(placement)
  const offered = wanted.filter(isOffered)
  const stale = present.value.filter((one) => !offered.some((other) => isSame(one, other)))
  await runAllOrFail(client, stale.map(unbind))
  const missing = offered.filter((one) => !present.value.some((other) => isSame(one, other)))
  const outcomes = await client.runAll(missing.map((one) => bind(one, target.language)))
  const refused = missing.flatMap((one, index) => refusalOf(one, outcomes[index]))
  const lacking = wanted.filter((one) => !isOffered(one))
  return onceEach([...lacking.flatMap((one) => leftOut(one, '')), ...refused])
}

/** @throws BitrixError of what we cannot do without, or of what may go better next time */
function refusalOf(one: Wanted, outcome: Outcome<null> | undefined): LeftOut[] {
  if (!outcome || outcome.ok) return []
  if (one.part === null || outcome.error.retry !== 'never') throw outcome.error
  return leftOut(one, outcome.error.message)
}

const leftOut = ({ part }: Wanted, words: string): LeftOut[] =>
  part === null ? [] : [{ part, words }]

const onceEach = (parts: LeftOut[]) =>
  parts.filter(({ part }, index) => parts.findIndex((one) => one.part === part) === index)

const isSame = (a: Binding, b: Binding) => a.placement === b.placement && a.handler === b.handler

const cards = ['lead', 'deal', 'contact', 'company'] as const

/** @param entityTypeIds of all smart processes of the portal */
export function placementsOf(
  { place, side, handler }: Omit<Target, 'language'>,
  entityTypeIds: readonly number[],
): Wanted[] {
  const at = (placement: string, part: OptionalPart | null): Wanted => ({
    placement,
    handler,
    part,
  })
  const everywhere = [
    at(`CRM_DYNAMIC_${place.entityTypeId}_DETAIL_TAB`, null),
    at('REST_APP_URI', 'deepLink'),
  ]
  if (side === 'partner') return everywhere
  const others = entityTypeIds.filter((id) => id !== place.entityTypeId)
  return [
    ...everywhere,
    ...cards.map((part) => at(`CRM_${part.toUpperCase()}_DETAIL_TOOLBAR`, part)),
    ...others.map((id) => at(`CRM_DYNAMIC_${id}_DETAIL_TOOLBAR`, 'process')),
    at('TASK_VIEW_TOP_PANEL', 'task'),
  ]
}

/** Bindings that should be there, apart from the parts that the portal is known to lack. */
export const missingPlacements = (
  wanted: readonly Wanted[],
  present: readonly Binding[],
  without: ReadonlySet<OptionalPart>,
): Wanted[] =>
  wanted.filter(
    (one) =>
      !(one.part !== null && without.has(one.part)) && !present.some((other) => isSame(one, other)),
  )

/** Only those of our own app are told. */
export function listBindings(): Command<Binding[]> {
  return {
    method: 'placement.get',
    params: {},
    read: (result) =>
      z.array(z.object({ placement: z.string().toUpperCase(), handler: z.string() })).parse(result),
  }
}

/** Codes that the portal has for us. */
function listPlacements(): Command<string[]> {
  return {
    method: 'placement.list',
    params: {},
    read: (result) => z.array(z.string().toUpperCase()).parse(result),
  }
}

const report = {
  ru: {
    TITLE: 'Сообщить о проблеме',
    DESCRIPTION: 'Обращение в поддержку по SLA со ссылкой на эту карточку',
    GROUP_NAME: '',
  },
  en: {
    TITLE: 'Report a problem',
    DESCRIPTION: 'SLA support ticket with a link to this card',
    GROUP_NAME: '',
  },
}
const tab = {
  ru: { TITLE: 'SLA', DESCRIPTION: 'Сроки и переписка по обращению', GROUP_NAME: '' },
  en: { TITLE: 'SLA', DESCRIPTION: 'Due times and messages of the ticket', GROUP_NAME: '' },
}

/** @param language of whoever reads neither of both */
function bind({ placement, handler, part }: Wanted, language: Language): Command<null> {
  const words = part === null || part === 'deepLink' ? tab : report
  return {
    method: 'placement.bind',
    params: {
      ...{ PLACEMENT: placement, HANDLER: handler },
      ...{ TITLE: words[language].TITLE, LANG_ALL: words },
    },
    read: () => null,
  }
}

function unbind({ placement, handler }: Binding): Command<null> {
  return {
    method: 'placement.unbind',
    params: { PLACEMENT: placement, HANDLER: handler },
    read: () => null,
  }
}
