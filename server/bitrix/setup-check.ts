import { z } from 'zod'
import type { SetupStepKey } from '../../shared/api/setup.ts'
import { fieldKeys } from '../../shared/ticket/fields.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Outcome, PortalClient } from './client.ts'
import type { Command } from './command.ts'
import { readFeatures } from './offline-events.ts'
import { bxBool, bxInt } from './rest-values.ts'
import { listHandlers, missingHandlers } from './setup-events.ts'
import { listBindings, tabOf } from './setup-placements.ts'
import { listStatuses } from './setup-stages.ts'

/** How our things stand in a portal. */
export type Condition = {
  /** Steps of set-up whose work somebody has undone. */
  damage: SetupStepKey[]
  /** Logical fields that are gone, or whose options are. */
  lostFields: string[]
  keepsOffline: boolean
  isPaid: boolean
  /** The portal knows no handler of ours at all. */
  isForgotten: boolean
}

type Expected = { handlers: { events: string; placement: string }; place: Place }

/**
 * Looks whether everything that set-up made is there, in one request.
 *
 * @throws BitrixError when the portal does not say
 */
export type CheckPortal = (client: PortalClient, expected: Expected) => Promise<Condition>

export const checkPortal: CheckPortal = async (client, { handlers, place }) => {
  const [info, fields, statuses, bindings, present, ...features] = await client.runAll([
    readIsPaid(),
    readFieldOptions(place),
    listStatuses(place),
    listBindings(),
    listHandlers(),
    ...readFeatures(),
  ])
  const keepsOffline = features.every((feature) => feature.ok && feature.value)
  const isPaid = valueOf(info)
  const bound = valueOf(bindings)
  const heard = valueOf(present)
  const base = { keepsOffline, isPaid, isForgotten: heard.length === 0 }
  if (!fields.ok && fields.error.code === 'NOT_FOUND')
    return { ...base, damage: ['smartProcess'], lostFields: [] }
  const lostFields = lostOf(place, valueOf(fields))
  const stageIds = valueOf(statuses).map((status) => status.statusId)
  const damage: SetupStepKey[] = []
  if (lostFields.length > 0) damage.push('fields')
  if (Object.values(place.stages).some((stageId) => !stageIds.includes(stageId)))
    damage.push('stages')
  const tab = tabOf(place, handlers.placement)
  if (!bound.some((one) => one.placement === tab.placement && one.handler === tab.handler))
    damage.push('placements')
  if (missingHandlers(heard, handlers.events, keepsOffline).length > 0) damage.push('events')
  return { ...base, damage, lostFields }
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw outcome.error
  return outcome.value
}

function readIsPaid(): Command<boolean> {
  return {
    method: 'app.info',
    params: {},
    read: (result) => !z.object({ PAYMENT_EXPIRED: bxBool }).parse(result).PAYMENT_EXPIRED,
  }
}

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
