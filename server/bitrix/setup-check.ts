import { z } from 'zod'
import { type OptionalPart, type SetupStepKey, setupStepKeys } from '../../shared/api/setup.ts'
import type { Side } from '../../shared/sla/history.ts'
import { fieldKeys } from '../../shared/ticket/fields.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Language } from '../../shared/words/language.ts'
import type { Outcome, PortalClient } from './client.ts'
import type { Command } from './command.ts'
import { readFeatures } from './offline-events.ts'
import type { Handlers } from './portal-setup.ts'
import { bxBool, bxInt } from './rest-values.ts'
import { listHandlers, missingHandlers } from './setup-events.ts'
import { listBindings, missingPlacements, placementsOf } from './setup-placements.ts'
import { listRobots, missingRobots } from './setup-robots.ts'
import { listTypes } from './setup-smart-process.ts'
import { listStatuses } from './setup-stages.ts'
import { listTriggers, missingTriggers } from './setup-triggers.ts'

/** How our things stand in a portal. */
export type Condition = {
  /** Steps of set-up whose work somebody has undone. */
  damage: SetupStepKey[]
  /** Logical fields that are gone, or whose options are. */
  lostFields: string[]
  keepsOffline: boolean
  isPaid: boolean
  /** Of our app, as the portal calls it; '' where it calls it nothing. */
  appVersion: string
  /** The portal knows no handler of ours at all. */
  isForgotten: boolean
}

type Expected = {
  handlers: Handlers
  place: Place
  side: Side
  language: Language
  /** What the portal is known not to offer. */
  without: ReadonlySet<OptionalPart>
}

/**
 * Looks whether everything that set-up made is there, in one request.
 *
 * @throws BitrixError when the portal does not say
 */
export type CheckPortal = (client: PortalClient, expected: Expected) => Promise<Condition>

export const checkPortal: CheckPortal = async (client, expected) => {
  const { handlers, place } = expected
  // Asked for in the same moment, so that both go in one request.
  const [answers, hasAutomation] = await Promise.all([
    client.runAll([
      readApp(),
      readFieldOptions(place),
      listStatuses(place),
      listBindings(),
      listTypes(),
      listHandlers(),
      ...readFeatures(),
    ]),
    looksForAutomation(client, expected),
  ])
  const [info, fields, statuses, bindings, types, present, ...features] = answers
  const keepsOffline = features.every((feature) => feature.ok && feature.value)
  const { isPaid, appVersion } = valueOf(info)
  const bound = valueOf(bindings)
  const heard = valueOf(present)
  const base = { keepsOffline, isPaid, appVersion, isForgotten: heard.length === 0 }
  if (!fields.ok && fields.error.code === 'NOT_FOUND')
    return { ...base, damage: ['smartProcess'], lostFields: [] }
  const lostFields = lostOf(place, valueOf(fields))
  const stageIds = valueOf(statuses).map((status) => status.statusId)
  const target = { place, side: expected.side, handler: handlers.placement }
  const placements = placementsOf(
    target,
    valueOf(types).map((type) => type.entityTypeId),
  )
  const hasCard = expected.side === 'partner' && !expected.without.has('timelineCard')
  const isWhole: Partial<Record<SetupStepKey, boolean>> = {
    fields: lostFields.length === 0,
    stages: Object.values(place.stages).every((stageId) => stageIds.includes(stageId)),
    placements: missingPlacements(placements, bound, expected.without).length === 0,
    automation: hasAutomation,
    events:
      missingHandlers(heard, { handler: handlers.events, keepsOffline, hasCard }).length === 0,
  }
  const damage = setupStepKeys.filter((key) => isWhole[key] === false)
  return { ...base, damage, lostFields }
}

/** What the portal does not offer is not asked for: its refusal would look like another damage. */
async function looksForAutomation(client: PortalClient, expected: Expected) {
  const { side, without } = expected
  const robots = counting(listRobots(), (present) => missingRobots(present, side))
  const triggers = counting(listTriggers(), (present) => missingTriggers(present, expected))
  const outcomes = await client.runAll([
    ...(without.has('robots') ? [] : [robots]),
    ...(without.has('triggers') ? [] : [triggers]),
  ])
  return outcomes.every((outcome) => {
    if (!outcome.ok && outcome.error.retry !== 'never') throw outcome.error
    return outcome.ok && outcome.value === 0
  })
}

function counting<Present>(
  list: Command<Present>,
  missingIn: (present: Present) => readonly unknown[],
): Command<number> {
  const { method, params } = list
  return { method, params, read: (result) => missingIn(list.read(result)).length }
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw outcome.error
  return outcome.value
}

function readApp(): Command<{ isPaid: boolean; appVersion: string }> {
  return {
    method: 'app.info',
    params: {},
    read(result) {
      const app = appSchema.parse(result)
      return { isPaid: !app.PAYMENT_EXPIRED, appVersion: app.VERSION }
    },
  }
}

const appSchema = z.object({
  PAYMENT_EXPIRED: bxBool,
  VERSION: z.coerce.string().max(50).catch(''),
})

const fieldsSchema = z.object({
  fields: z.record(z.string(), z.object({ items: z.array(z.object({ ID: bxInt })).default([]) })),
})

/** Keys of the item's fields with the ids of their options. */
function readFieldOptions({ entityTypeId }: Place): Command<Map<string, number[]>> {
  return {
    method: 'crm.item.fields',
    params: { entityTypeId },
    read: (result) =>
      new Map(
        Object.entries(fieldsSchema.parse(result).fields).map(([key, { items }]) => [
          key,
          items.map((item) => item.ID),
        ]),
      ),
  }
}

function lostOf(place: Place, present: Map<string, number[]>): string[] {
  return fieldKeys.filter((key) => {
    const name = place.fields[key]
    const options = name === undefined ? undefined : present.get(name)
    if (!options) return true
    return Object.values(place.options[key] ?? {}).some((id) => !options.includes(id))
  })
}
