import { z } from 'zod'
import { type Command, pageSize } from './command.ts'
import { bxBool, bxInt, bxMap, bxText } from './rest-values.ts'
import { eventSchema, type PortalEvent } from './wire.ts'

/**
 * Our own queue of offline events (platform.md §4.3). What a call with this parameter changes is not
 * put into it, so that our own writes come back to nobody.
 */
export const ownWrite = { auth_connector: 'sla' } as const

/** One change that waits in the queue: the newest of its object. */
type Waiting = {
  id: number
  messageId: string
  /** null: the portal does not say what it is about. */
  event: PortalEvent | null
}

/** Events that somebody took and nobody has confirmed. */
export type Reservation = { processId: string; events: Waiting[] }

/** What a portal must be able to do, so that nothing of a reservation is lost or our own. */
const features = ['rest_offline_extended', 'rest_auth_connector']

export function readFeatures(): Command<boolean>[] {
  return features.map((CODE) => ({
    method: 'feature.get',
    params: { CODE },
    read: (result) => z.object({ value: bxBool }).parse(result).value,
  }))
}

/** Takes events out of sight of others; they are there until they are confirmed. */
export function reserveEvents(memberId: string): Command<Reservation[]> {
  return {
    method: 'event.offline.get',
    params: { clear: 0, limit: pageSize, order: { ID: 'ASC' }, ...ownWrite },
    read: (result) => {
      const { process_id, events } = reservedSchema.parse(result)
      if (process_id === '' || events.length === 0) return []
      return [{ processId: process_id, events: events.map((row) => toWaiting(row, memberId)) }]
    },
  }
}

/** Reservations that were never confirmed: whoever took them was killed, or the answer got lost. */
export function listReserved(memberId: string): Command<Reservation[]> {
  return {
    method: 'event.offline.list',
    params: { filter: { ERROR: 0 }, order: { ID: 'ASC' }, ...ownWrite },
    read: (result) => {
      const rows = z
        .array(rowSchema)
        .parse(result)
        .filter(({ PROCESS_ID, ERROR }) => PROCESS_ID !== '' && !ERROR)
      return [...new Set(rows.map((row) => row.PROCESS_ID))].map((processId) => ({
        processId,
        events: rows
          .filter((row) => row.PROCESS_ID === processId)
          .map((row) => toWaiting(row, memberId)),
      }))
    },
  }
}

/** Confirms: the portal forgets them. */
export function clearEvents(processId: string, ids: readonly number[]): Command<null> {
  return {
    method: 'event.offline.clear',
    params: { process_id: processId, id: ids, ...ownWrite },
    read: () => null,
  }
}

/** Leaves them with the portal as ones that could not be worked on, for those who look for a fault. */
export function failEvents(processId: string, messageIds: readonly string[]): Command<null> {
  return {
    method: 'event.offline.error',
    params: { process_id: processId, message_id: messageIds, ...ownWrite },
    read: () => null,
  }
}

const rowSchema = z.object({
  ID: bxInt,
  EVENT_NAME: z.string(),
  EVENT_DATA: z.unknown(),
  MESSAGE_ID: bxText,
  PROCESS_ID: bxText,
  ERROR: bxBool,
})
const reservedSchema = z.object({ process_id: bxText, events: z.array(rowSchema) })

/** The documentation's own example has no data at all; others have them with or without FIELDS. */
function toWaiting(row: z.infer<typeof rowSchema>, memberId: string): Waiting {
  const given = bxMap.safeParse(row.EVENT_DATA).data ?? {}
  const data = 'FIELDS' in given ? given : { FIELDS: given }
  const auth = { member_id: memberId }
  const { data: event } = eventSchema.safeParse({ event: row.EVENT_NAME, data, auth })
  return { id: row.ID, messageId: row.MESSAGE_ID, event: event ?? null }
}
