import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { print, summarise } from './report.ts'
import {
  countQueries,
  readBacklog,
  readLateness,
  readQueries,
  readSizes,
  type Span,
} from './watch.ts'
import { openWorld, type World } from './world.ts'

/** Many portals and tickets, some of a day's news, real backends and a real database; then it is over. */
const { values } = parseArgs({
  options: {
    portals: { type: 'string', default: '200' },
    tickets: { type: 'string', default: '5000' },
    /** Of real time that is played. */
    minutes: { type: 'string', default: '1' },
    /** How much faster than a clock the simulated time goes. */
    speed: { type: 'string', default: '1' },
    replicas: { type: 'string', default: '3' },
    /** Before anything is measured: replicas share the portals, and what was due is done. */
    warmUp: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
})
const size = { portals: Number(values.portals), tickets: Number(values.tickets) }
const speed = Number(values.speed)
const replicas = Number(values.replicas)
const playMs = Number(values.minutes) * 60_000
const laps: Record<string, number> = {}

const world = await openWorld({ size, replicas, speed, lap })
try {
  await lap('warm', sleep(Number(values.warmUp) * 1000))
  const summary = await measure(world)
  if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`)
  else print(summary)
} finally {
  await world.stop()
}

async function measure(played: World) {
  const { url } = played
  await countQueries(url)
  const before = played.uses()
  const span: Span = { startedAt: played.now(), realStart: Date.now(), speed, endedAt: 0 }
  played.play()
  await sleep(playMs)
  span.endedAt = played.now()
  const after = played.uses()
  const backlog = await readBacklog(url, span.endedAt)
  const queries = await readQueries(url)
  const seen = await played.end()
  return summarise({
    ...{ size, replicas, span, before, after, backlog, queries, seen, laps },
    lateness: await readLateness(url, span),
    sizes: await readSizes(url),
  })
}

async function lap<T>(name: string, work: Promise<T>): Promise<T> {
  const startedAt = Date.now()
  const result = await work
  laps[name] = Math.round((Date.now() - startedAt) / 1000)
  process.stderr.write(`${name}: ${String(laps[name])} s\n`)
  return result
}
