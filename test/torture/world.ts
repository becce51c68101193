import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase, type Database } from '../../server/db/database.ts'
import { parseConfig } from '../../server/config.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import { startEmulator } from '../portal/emulator.ts'
import type { Emulator, Portal } from '../portal/types.ts'
import { customerPortal, partnerPortal } from '../support/cast.ts'
import { adminId, linkPortals } from '../support/link-portals.ts'
import { appOf, demoEnvironment } from '../support/start-world.ts'
import { visit } from '../support/visit.ts'
import { type Backends, createBackends } from './backends.ts'
import { type Desk, openDesk } from './desk.ts'
import { makeSharedClock } from './shared-clock.ts'
import type { People } from './story.ts'

/** Two linked portals here, backends in processes of their own, and what they remember. */
export type World = {
  emulator: Emulator
  backends: Backends
  replicas: number
  people: People
  db: Database
  clock: ReturnType<typeof makeSharedClock>
  /** Administrators open the app: a token that was renewed in the moment of a kill is replaced. */
  openApps(): Promise<void>
  stop(): Promise<void>
}

export type WorldOptions = {
  /** backend.ts as one file (buildScript). */
  script: string
  replicas: number
  /** An empty database; an SQLite file of its own when there is none. */
  databaseUrl?: string
}

/** A Monday morning in Moscow. */
const startsAt = Date.parse('2026-11-23T07:00:00Z')

export async function startWorld(options: WorldOptions): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'sla-torture-'))
  const clockFile = join(folder, 'clock')
  const clock = makeSharedClock(clockFile, startsAt)
  const backends = await createBackends(options.script, options.replicas)
  const portals = [partnerPortal, customerPortal]
  const emulator = await startEmulator({ clock, app: appOf(backends.url), portals })
  const environment = {
    ...demoEnvironment,
    CLOCK_FILE: clockFile,
    PUBLIC_URL: backends.url,
    B24_OAUTH_HOSTS: emulator.oauthUrl.replace(/\/$/, ''),
    ALLOW_PRIVATE_HOSTS: 'localhost',
    LOG_LEVEL: process.env.TORTURE_LOG ?? 'silent',
    ...(options.databaseUrl === undefined
      ? { DATABASE_FILE: join(folder, 'desk.db') }
      : { DATABASE_URL: options.databaseUrl }),
  }
  await backends.start(environment)
  const config = parseConfig(environment)
  const db = await openDatabase(config.database, createSecretBox(config.tokenKeys))
  return {
    emulator,
    backends,
    replicas: options.replicas,
    people: await link(emulator, backends.url),
    db,
    clock,
    async openApps() {
      for (const portal of emulator.portals) await visit(backends.url, portal, adminId)
    },
    async stop() {
      await backends.stop()
      await db.close()
      await emulator.close()
      rmSync(folder, { recursive: true })
    },
  }
}

async function link(emulator: Emulator, appUrl: string): Promise<People> {
  const partner = emulator.portal(partnerPortal.name)
  const customer = emulator.portal(customerPortal.name)
  await linkPortals({ appUrl, partner, customer, settle: () => sleep(50) })
  return { customer: await deskAt(appUrl, customer), partner: await deskAt(appUrl, partner) }
}

async function deskAt(appUrl: string, portal: Portal): Promise<Desk> {
  const { place, role } = (await visit(appUrl, portal, adminId)).session.portal
  if (!place || !role) throw new Error('The portal has not been set up')
  return openDesk(role, portal, place)
}
