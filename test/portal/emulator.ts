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
import { type Emulator, type EmulatorOptions, type Portal } from './types.ts'
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
    oauthUrl: '',
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

async function startPortal(world: World, state: PortalState, port: number) {
  const face = createPortal(world, state)
  const started = await listen(portalDoor(world, state, face), port)
  state.domain = `localhost:${started.port}`
  state.url = `http://${state.domain}`
  return { server: started.server, face }
}

/** What the portals kept from an earlier run; what a portal has from the start comes on top. */
function restore(world: World, stateFile: string | undefined) {
  const records = stateFile === undefined ? null : createPersistence(world, stateFile)
  records?.load()
  for (const portal of world.portals) layCrmGround(world, portal)
  return records
}

/** Starts portals and OAuth server, each on a loopback port of its own. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const queue = createQueue()
  const world = createWorld(options, (delayMs, deliver) => {
    queue.enqueue(delayMs, deliver)
  })
  const servers: Server[] = []
  const portals: Portal[] = []
  const records = restore(world, options.stateFile)
  const flushTimer = setInterval(() => {
    world.traffic.flush()
    records?.save()
  }, trafficFlushMs)
  flushTimer.unref()
  const close = async () => {
    queue.stop()
    clearInterval(flushTimer)
    await Promise.all(servers.map(shut))
    world.traffic.flush()
    records?.save()
  }
  try {
    const oauth = await listen(oauthDoor(world), options.ports?.oauth ?? 0)
    servers.push(oauth.server)
    world.oauthUrl = `http://localhost:${oauth.port}/`
    for (const [index, state] of world.portals.entries()) {
      const started = await startPortal(world, state, options.ports?.portals?.[index] ?? 0)
      servers.push(started.server)
      portals.push(started.face)
    }
  } catch (error) {
    await close()
    throw error
  }
  return {
    oauthUrl: world.oauthUrl,
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
