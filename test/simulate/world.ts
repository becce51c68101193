import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { buildScript } from '../support/build-script.ts'
import { createDatabase, startDatabaseServer } from '../support/start-database-server.ts'
import { demoEnvironment } from '../support/start-world.ts'
import { createBackends } from '../torture/backends.ts'
import { makeSharedClock } from '../torture/shared-clock.ts'
import { fill } from './fill.ts'
import { familyOf, useOf } from './load.ts'
import { makePatterns } from './patterns.ts'
import type { Size } from './plan.ts'
import type { Order, Seen } from './portals.ts'
import type { Uses } from './report.ts'
import { watchWakes } from './watch.ts'

export type World = Awaited<ReturnType<typeof openWorld>>

type Options = {
  size: Size
  replicas: number
  speed: number
  /** Is told how each part of the preparation goes. */
  lap: <T>(name: string, work: Promise<T>) => Promise<T>
}

/** As a small server of its own would be set up. */
const settings = [
  'shared_buffers=1GB',
  'max_wal_size=8GB',
  'shared_preload_libraries=pg_stat_statements',
]
/** How often a faster time is put right. */
const tickMs = 50

/** A filled database, all portals, and backends that look after them; processes of their own, on this machine only. */
export async function openWorld({ size, replicas, speed, lap }: Options) {
  const folder = mkdtempSync(join(tmpdir(), 'sla-simulate-'))
  const closing: (() => unknown)[] = [
    () => {
      rmSync(folder, { recursive: true })
    },
  ]
  const stop = async () => {
    for (const close of closing.splice(0).toReversed()) await close()
  }
  try {
    const postgres = await startDatabaseServer({ isDurable: true, settings })
    closing.push(() => postgres.stop())
    const url = await createDatabase(postgres.url)
    const patterns = await lap('patterns made', makePatterns(url))
    const clockFile = join(folder, 'clock')
    const clock = makeSharedClock(clockFile, patterns.now)
    const portals = await startPortals(clockFile)
    closing.push(() => portals.process.kill('SIGKILL'))
    const script = await buildScript(new URL('../torture/backend.ts', import.meta.url))
    const backends = await createBackends(script, replicas)
    closing.push(() => backends.stop())
    await lap('database filled', fill({ url, size, patterns, portalsUrl: portals.url }))
    await watchWakes(url)
    // The time of the filling has passed for nobody.
    clock.advance(patterns.now - clock.now())
    portals.order({ kind: 'open', size, patterns, appUrl: backends.url, speed })
    await lap(
      'backends up',
      backends.start({
        ...demoEnvironment,
        CLOCK_FILE: clockFile,
        PUBLIC_URL: backends.url,
        B24_OAUTH_HOSTS: portals.url,
        ALLOW_PRIVATE_HOSTS: 'localhost',
        DATABASE_URL: url,
        LOG_LEVEL: process.env.SIMULATE_LOG ?? 'silent',
      }),
    )
    return {
      ...{ url, stop },
      now: () => clock.now(),

      /** From now on time goes as fast as was asked for, and news come. */
      play(): void {
        const span = { startedAt: clock.now(), realStart: Date.now() }
        const ticking = setInterval(() => {
          clock.advance(span.startedAt + (Date.now() - span.realStart) * speed - clock.now())
        }, tickMs)
        closing.push(() => {
          clearInterval(ticking)
        })
        portals.order({ kind: 'play' })
      },

      /** No news any more. @returns what the portals have seen */
      async end(): Promise<Seen> {
        portals.order({ kind: 'end' })
        const [seen] = (await once(portals.process, 'message')) as [Seen]
        return seen
      },

      uses: (): Uses => ({
        backends: useOf(backends.pids),
        database: useOf(familyOf(postgres.pid)),
        portals: useOf([portals.process.pid ?? 0]),
      }),
    }
  } catch (error) {
    await stop()
    throw error
  }
}

type Portals = { process: ChildProcess; url: string; order: (order: Order) => void }

async function startPortals(clockFile: string): Promise<Portals> {
  const script = await buildScript(new URL('portals.ts', import.meta.url))
  const child = fork(script, { execArgv: [], env: { ...process.env, CLOCK_FILE: clockFile } })
  const [url] = (await once(child, 'message')) as [string]
  return { process: child, url, order: (order) => child.send(order) }
}
