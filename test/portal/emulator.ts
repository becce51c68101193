import { type Server } from 'node:http'
import { layCrmGround } from './crm-ground.ts'
import { listen, shut } from './http.ts'
import { oauthDoor } from './oauth-server.ts'
import { createPersistence } from './persistence.ts'
import { portalDoor } from './portal-door.ts'
import { createPortal } from './portal.ts'
import { type PortalState, createPortalState, emptyApp, randomHex } from './state.ts'
import { createTokens } from './tokens.ts'
import { createTraffic } from './traffic.ts'
import { type Emulator, type EmulatorOptions, type OauthServer, type Portal } from './types.ts'
import { type World } from './world.ts'

const trafficFlushMs = 500

/** Counts what is on its way, so that tests can wait for silence. */
function createQueue() {
  let waiting = 0
  const sleepers = new Set<() => void>()
  const timers = new Set<NodeJS.Timeout>()
  const finish = () => {
    waiting -= 1
    if (waiting > 0) return
    for (const wake of sleepers) wake()
    sleepers.clear()
  }
  return {
    enqueue(delayMs: number, deliver: () => Promise<void>) {
      waiting += 1
      const timer = setTimeout(() => {
        timers.delete(timer)
        void deliver().finally(finish)
      }, delayMs)
      timers.add(timer)
    },
    idle: () =>
      waiting === 0
        ? Promise.resolve()
        : new Promise<void>((resolve) => {
            sleepers.add(resolve)
          }),
    stop() {
      for (const timer of timers) clearTimeout(timer)
      waiting = 0
      for (const wake of sleepers) wake()
    },
  }
}

function createWorld(options: EmulatorOptions, enqueue: World['enqueue']): World {
  const now = () => options.clock.now()
  return {
    options,
    now,
    portals: options.portals.map((seed) => createPortalState(seed, options.app, now)),
    tokens: createTokens(now),
    traffic: createTraffic(options.trafficFile, now),
    switches: {
      commentEventShape: 'fields',
      eventDelayMs: options.eventDelayMs ?? 30,
      hasTypedItemEvents: true,
      tariff: options.tariff ?? null,
    },
    oauthUrls: { first: '', second: '' },
    enqueue,
  }
}

/** A neighbour app on the portal, so that its tokens exist and are not ours. */
function foreignToken(world: World, memberId: string, userId: number) {
  const portal = world.portals.find((one) => one.memberId === memberId)
  if (!portal) throw new Error(`no portal ${memberId}`)
  const clientId = 'local.0123456789abcd.12345678'
  if (!portal.apps.has(clientId)) {
    const app = emptyApp({ ...world.options.app, clientId, code: 'other.app', title: 'Other app' })
    const applicationToken = randomHex(16)
    portal.apps.set(clientId, { ...app, installed: true, isFinished: true, applicationToken })
  }
  return world.tokens.issue({ memberId, userId, clientId })
}

type Running = { servers: Server[]; portals: Portal[] }

async function startOauth(world: World, running: Running, server: OauthServer): Promise<void> {
  const { oauth = 0, secondOauth = 0 } = world.options.ports ?? {}
  const port = server === 'first' ? oauth : secondOauth
  const started = await listen(oauthDoor(world, server), port)
  running.servers.push(started.server)
  world.oauthUrls[server] = `http://localhost:${started.port}/`
}

async function startPortal(
  world: World,
  running: Running,
  place: { state: PortalState; port: number },
): Promise<void> {
  const { state } = place
  const face = createPortal(world, state)
  const started = await listen(portalDoor(world, state, face), place.port)
  running.servers.push(started.server)
  running.portals.push(face)
  state.domain = `localhost:${started.port}`
  state.url = `http://${state.domain}`
}

async function startAll(world: World, running: Running): Promise<void> {
  await startOauth(world, running, 'first')
  await startOauth(world, running, 'second')
  for (const [index, state] of world.portals.entries()) {
    const port = world.options.ports?.portals?.[index] ?? 0
    await startPortal(world, running, { state, port })
  }
}

/** Brings back the records of an earlier run, and lays what every portal has. */
function openRecords(world: World) {
  const { stateFile } = world.options
  const records = stateFile === undefined ? null : createPersistence(world, stateFile)
  records?.load()
  for (const portal of world.portals) layCrmGround(world, portal)
  return records
}

/** Starts portals and OAuth servers, each on a loopback port of its own. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const queue = createQueue()
  const world = createWorld(options, (delayMs, deliver) => {
    queue.enqueue(delayMs, deliver)
  })
  const running: Running = { servers: [], portals: [] }
  const records = openRecords(world)
  const flushTimer = setInterval(() => {
    world.traffic.flush()
    records?.save()
  }, trafficFlushMs)
  flushTimer.unref()
  const close = async () => {
    queue.stop()
    clearInterval(flushTimer)
    await Promise.all(running.servers.map(shut))
    world.traffic.flush()
    records?.save()
  }
  try {
    await startAll(world, running)
  } catch (error) {
    await close()
    throw error
  }
  const { portals } = running
  return {
    oauthUrl: world.oauthUrls.first,
    secondOauthUrl: world.oauthUrls.second,
    portals,
    switches: world.switches,
    portal(name) {
      const found = portals.find((portal) => portal.name === name)
      if (!found) throw new Error(`no portal is called ${name}`)
      return found
    },
    foreignToken: (memberId, userId) => foreignToken(world, memberId, userId),
    expireTokens(memberId, userId) {
      world.tokens.expire(memberId, userId)
    },
    idle: () => queue.idle(),
    close,
  }
}
