import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase, type Database } from '../../server/db/database.ts'
import { parseConfig } from '../../server/config.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import { startEmulator } from '../portal/emulator.ts'
import type { FaultName } from '../portal/faults.ts'
import type { Emulator, Portal } from '../portal/types.ts'
import { customerPortal, partnerPortal } from '../support/cast.ts'
import { linkPortals } from '../support/link-portals.ts'
import { createMovableClock, type MovableClock } from '../support/movable-clock.ts'
import { createDatabase, startDatabaseServer } from '../support/start-database-server.ts'
import { appOf, demoEnvironment } from '../support/start-world.ts'
import { visit } from '../support/visit.ts'
import { type Backends, createBackends } from './backends.ts'
import { compare, type Verdict } from './compare.ts'
import { type Desk, openDesk } from './desk.ts'
import { act, type People, type Story } from './play.ts'
import { createRandom, type Random } from './random.ts'

export type Torture = {
  emulator: Emulator
  backends: Backends
  people: People
  db: Database
  clock: MovableClock
  kills: number
  stop(): Promise<void>
}

const actsOfRound = 30
const bookkeeper = 7
const engineer = 5
const minuteMs = 60_000

/** Emulator here, backends in processes of their own, both portals linked through the real doors. */
export async function startTorture(options: {
  replicas: number
  isPostgres: boolean
}): Promise<Torture> {
  const folder = mkdtempSync(join(tmpdir(), 'sla-torture-'))
  const clock = createMovableClock()
  const backends = await createBackends(options.replicas)
  const emulator = await startEmulator({
    clock,
    app: appOf(backends.url),
    portals: [partnerPortal, customerPortal],
  })
  const postgres = options.isPostgres ? await startDatabaseServer() : undefined
  const environment = {
    ...demoEnvironment,
    PUBLIC_URL: backends.url,
    B24_OAUTH_HOSTS: emulator.oauthUrl.replace(/\/$/, ''),
    ALLOW_PRIVATE_HOSTS: 'localhost',
    LOG_LEVEL: process.env.TORTURE_LOG ?? 'silent',
    ...(postgres
      ? { DATABASE_URL: await createDatabase(postgres.url) }
      : { DATABASE_FILE: join(folder, 'desk.db') }),
  }
  await backends.start(environment)
  const config = parseConfig(environment)
  const db = await openDatabase(config.database, createSecretBox(config.tokenKeys))
  const partner = emulator.portal(partnerPortal.name)
  const customer = emulator.portal(customerPortal.name)
  const appUrl = backends.url
  await linkPortals({ appUrl, partner, customer, settle: () => sleep(200) })
  return {
    emulator,
    backends,
    people: {
      customer: await deskAt(appUrl, customer, bookkeeper),
      partner: await deskAt(appUrl, partner, engineer),
    },
    db,
    clock,
    kills: 0,
    async stop() {
      await backends.stop()
      await db.close()
      await emulator.close()
      await postgres?.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

async function deskAt(appUrl: string, portal: Portal, userId: number): Promise<Desk> {
  const { place, role } = (await visit(appUrl, portal, userId)).session.portal
  if (!place || !role) throw new Error('The portal has not been set up')
  return openDesk({ side: role, portal, place, userId })
}

/** People act, faults strike, a backend dies now and then; then all heals and is compared. */
export async function runRound(torture: Torture, seed: string): Promise<Verdict> {
  const random = createRandom(seed)
  const stories: Story[] = []
  for (let index = 0; index < actsOfRound; index += 1) {
    move(torture, 500 + random.below(20_000))
    if (random.chance(0.25)) strike(torture, random)
    if (random.chance(0.07)) {
      torture.kills += 1
      await torture.backends.killOne(random.next)
    }
    await act(torture.people, stories, random)
    await sleep(random.below(60))
  }
  await heal(torture)
  return compare(torture.people, stories, torture.db)
}

function move({ clock, backends }: Torture, ms: number): void {
  clock.advance(ms)
  backends.setOffset(clock.offsetMs)
}

const callFaults = [
  'answerLost',
  'reset',
  'html500',
  'limit503',
  'tokenExpired',
] as const satisfies FaultName[]
const eventFaults = ['eventLost', 'eventDoubled', 'eventSwapped'] as const satisfies FaultName[]
const targets = [
  '*',
  'batch',
  'crm.item.add',
  'crm.item.update',
  'crm.timeline.comment.add',
] as const

function strike({ people }: Torture, random: Random): void {
  const { faults } = random.pick([people.customer, people.partner]).portal
  const times = 1 + random.below(3)
  if (random.chance(0.1)) faults.add({ fault: 'portalDown', times: 0, forMs: minuteMs })
  else if (random.chance(0.4)) faults.add({ fault: random.pick(eventFaults), times })
  else faults.add({ fault: random.pick(callFaults), target: random.pick(targets), times })
}

/** No faults any more; time passes until every sweep and every repetition has had its turn. */
async function heal(torture: Torture): Promise<void> {
  const { people, backends, emulator } = torture
  people.customer.portal.faults.clear()
  people.partner.portal.faults.clear()
  for (const minutes of [1, 16, 31, 61, 16, 1]) {
    move(torture, minutes * minuteMs)
    await emulator.idle()
    await backends.look()
    await quiet(torture)
  }
}

/** Nothing waits, in two looks one after the other. */
async function quiet({ db, emulator }: Torture): Promise<void> {
  const deadline = Date.now() + 20_000
  for (let still = 0; still < 2;) {
    await emulator.idle()
    const waiting = (await db.inbox.count()) + (await db.outbox.countWaiting())
    still = waiting === 0 ? still + 1 : 0
    if (Date.now() > deadline) return
    await sleep(60)
  }
}
