import { performance } from 'node:perf_hooks'
import { type EventFault, type FaultRule, eventFaults } from './faults.ts'
import { encodePhpForm } from './php-form.ts'
import { type PortalState } from './state.ts'
import { textOf } from './values.ts'
import { type World } from './world.ts'

const answerTimeoutMs = 30_000
const overtakeMs = 50
const slowMs = 5000
const maxPenaltyMs = 60_000

/** A slow handler waits longer for its next event; a quick one is forgiven by and by. */
function judge(portal: PortalState, url: string, tookMs: number): void {
  const penalty = portal.penalties.get(url) ?? 0
  const next = tookMs > slowMs ? Math.min(maxPenaltyMs, penalty * 2 + tookMs) : penalty / 2
  if (next < 1) portal.penalties.delete(url)
  else portal.penalties.set(url, next)
}

async function deliver(portal: PortalState, url: string, sent: Record<string, unknown>) {
  const startedAt = performance.now()
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': 'Bitrix24 Webhook Engine',
      },
      body: encodePhpForm(sent),
      redirect: 'manual',
      signal: AbortSignal.timeout(answerTimeoutMs),
    })
    await response.arrayBuffer()
  } catch {
    // An event that nobody takes is lost: that is the documented delivery.
  }
  judge(portal, url, performance.now() - startedAt)
}

const asStrings = (value: unknown): unknown => {
  if (value === null || typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return value.map(asStrings)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asStrings(inner)]))
}

type Payload = Record<string, unknown> & { kind?: 'robot' }

function enqueue(
  world: World,
  portal: PortalState,
  parcel: { url: string; payload: Payload; delayMs: number },
): void {
  const { kind = 'event', ...content } = parcel.payload
  world.enqueue(parcel.delayMs, async () => {
    const sent = asStrings({ ...content, ts: Math.floor(world.now() / 1000) })
    world.traffic.record({ kind, portal: portal.domain, payload: sent })
    await deliver(portal, parcel.url, sent as Record<string, unknown>)
  })
}

type Struck = (FaultRule & { fault: EventFault }) | undefined

/** How often the parcel is sent at once: not at all when it is lost. */
const copies: Partial<Record<EventFault, number>> = { eventLost: 0, eventDoubled: 2 }

const delayOf = (world: World, portal: PortalState, url: string): number =>
  world.switches.eventDelayMs + (portal.penalties.get(url) ?? 0)

const extraDelay = (struck: Struck): number => {
  if (struck?.fault === 'eventDelayed') return struck.ms ?? 1000
  return struck?.fault === 'eventSwapped' ? overtakeMs : 0
}

/** One POST from the cloud queue: no second try, whatever the handler answers. */
export function post(world: World, portal: PortalState, url: string, payload: Payload): void {
  if (portal.faults.state('queueBlocked')) return
  const struck: Struck = portal.faults.strike(eventFaults, nameOf(payload))
  const parcel = { url, payload, delayMs: delayOf(world, portal, url) + extraDelay(struck) }
  if (struck?.fault === 'eventSwapped') {
    portal.held.push(() => {
      enqueue(world, portal, parcel)
    })
    return
  }
  const count = struck ? (copies[struck.fault] ?? 1) : 1
  for (let sent = 0; sent < count; sent += 1) enqueue(world, portal, parcel)
  for (const release of portal.held.splice(0)) release()
}

const nameOf = (payload: Payload): string => textOf(payload['event']) || textOf(payload['code'])
