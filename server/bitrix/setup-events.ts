import { z } from 'zod'
import type { LeftOut } from '../../shared/api/setup.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { PortalClient } from './client.ts'
import type { Command } from './command.ts'
import { hasMethod, mayHave } from './has-method.ts'
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
/** Buttons of our card in timelines; not every portal has it. */
const ofTheCard = 'ONCRMTIMELINEITEMACTION'
const ofTheApp = ['ONAPPUPDATE', 'ONAPPUNINSTALL', 'ONAPPPAYMENT']

export type Handler = { event: string; handler: string; authType: string; isOffline: boolean }

type Wish = {
  handler: string
  /** The portal can keep offline events for us. */
  keepsOffline: boolean
  /** The portal shows our card in timelines. */
  hasCard: boolean
}

function wantedHandlers({ handler, keepsOffline, hasCard }: Wish): Handler[] {
  const ofCard = hasCard ? [ofTheCard] : []
  const online = [...ofTickets, ...ofTheApp, ...ofCard].map((event) => ({
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
export function missingHandlers(present: readonly Handler[], wish: Wish): Handler[] {
  return wantedHandlers(wish).filter((wanted) => !present.some((one) => isSame(one, wanted)))
}

/**
 * Binds what we want to hear of; handlers at an earlier address of ours go.
 *
 * @returns what this portal does not offer
 */
export async function setUpEvents(
  client: PortalClient,
  side: Side,
  handler: string,
): Promise<LeftOut[]> {
  const [present, card, ...features] = await client.runAll([
    listHandlers(),
    hasMethod('crm.activity.configurable.add'),
    ...readFeatures(),
  ])
  if (!present.ok) throw present.error
  // A portal that does not know the question has not the feature.
  const keepsOffline = features.every((feature) => feature.ok && feature.value)
  const hasCard = side === 'partner' && mayHave(card)
  const wish = { handler, keepsOffline, hasCard: false }
  const wanted = wantedHandlers({ ...wish, hasCard })
  const stale = present.value.filter((one) => !wanted.some((other) => isSame(one, other)))
  const missing = missingHandlers(present.value, wish)
  await runAllOrFail(client, [
    ...stale.map((one) => unbind(one, handler)),
    ...missing.map((one) => bind(one)),
  ])
  if (side === 'customer') return []
  if (!hasCard) return [{ part: 'timelineCard', words: '' }]
  return bindCard(client, missingHandlers(present.value, { ...wish, hasCard }))
}

/** Without its buttons the card would be of little use. */
async function bindCard(client: PortalClient, missing: readonly Handler[]): Promise<LeftOut[]> {
  const [own] = missing.filter(({ event }) => event === ofTheCard)
  const [outcome] = own ? await client.runAll([bind(own)]) : []
  if (!outcome || outcome.ok) return []
  if (outcome.error.retry !== 'never') throw outcome.error
  return [{ part: 'timelineCard', words: outcome.error.message }]
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
