import { z } from 'zod'
import type { PortalClient } from './client.ts'
import type { Command } from './command.ts'
import { ownWrite, readFeatures } from './offline-events.ts'
import { bxBool, bxText } from './rest-values.ts'
import { runAllOrFail } from './run-all-or-fail.ts'

const ofTickets = [
  'ONCRMDYNAMICITEMADD',
  'ONCRMDYNAMICITEMUPDATE',
  'ONCRMDYNAMICITEMDELETE',
  'ONCRMTIMELINECOMMENTADD',
  'ONCRMTIMELINECOMMENTUPDATE',
  'ONCRMTIMELINECOMMENTDELETE',
]
const ofTheApp = ['ONAPPUPDATE', 'ONAPPUNINSTALL', 'ONAPPPAYMENT']

export type Handler = { event: string; handler: string; authType: string; isOffline: boolean }

/** Handlers that should be there, given whether the portal can keep offline events for us. */
function wantedHandlers(handler: string, keepsOffline: boolean): Handler[] {
  const online = [...ofTickets, ...ofTheApp].map((event) => ({
    event,
    handler,
    authType: '',
    isOffline: false,
  }))
  // Online events come sooner, offline ones are never lost.
  const offline = ofTickets.map((event) => ({ event, handler: '', authType: '', isOffline: true }))
  return keepsOffline ? [...online, ...offline] : online
}

const isSame = (a: Handler, b: Handler) =>
  a.event === b.event && a.isOffline === b.isOffline && (a.isOffline || a.handler === b.handler)

/** @returns handlers that should be there and are not */
export function missingHandlers(
  present: readonly Handler[],
  handler: string,
  keepsOffline: boolean,
): Handler[] {
  return wantedHandlers(handler, keepsOffline).filter(
    (wanted) => !present.some((one) => isSame(one, wanted)),
  )
}

/** Binds what we want to hear of; handlers at an earlier address of ours go. */
export async function setUpEvents(client: PortalClient, handler: string): Promise<void> {
  const [present, ...features] = await client.runAll([listHandlers(), ...readFeatures()])
  if (!present.ok) throw present.error
  // A portal that does not know the question has not the feature.
  const keepsOffline = features.every((feature) => feature.ok && feature.value)
  const wanted = wantedHandlers(handler, keepsOffline)
  const stale = present.value.filter((one) => !wanted.some((other) => isSame(one, other)))
  const missing = missingHandlers(present.value, handler, keepsOffline)
  await runAllOrFail(client, [
    ...stale.map((one) => unbind(one, handler)),
    ...missing.map((one) => bind(one)),
  ])
}

const handlerSchema = z.object({
  event: z.string(),
  handler: bxText,
  auth_type: bxText,
  offline: bxBool,
})

/** Handlers of our own app. */
export function listHandlers(): Command<Handler[]> {
  return {
    method: 'event.get',
    params: {},
    read: (result) =>
      z
        .array(handlerSchema)
        .parse(result)
        .map((one) => ({
          event: one.event.toUpperCase(),
          handler: one.handler,
          authType: one.auth_type,
          isOffline: one.offline,
        })),
  }
}

function bind({ event, handler, isOffline }: Handler): Command<null> {
  const params = isOffline ? { event, event_type: 'offline', ...ownWrite } : { event, handler }
  return { method: 'event.bind', params, read: () => null }
}

function unbind({ event, handler, authType, isOffline }: Handler, own: string): Command<null> {
  const params = isOffline
    ? { event, handler: own, event_type: 'offline', ...ownWrite }
    : { event, handler, auth_type: authType }
  return { method: 'event.unbind', params, read: () => null }
}
