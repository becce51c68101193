import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { benchDatabase } from './bench-database.ts'
import { post, requestsPerSecond } from './http-load.ts'
import { type Bench, comparedWith, type Figure } from './measure.ts'
import { withServer } from './server-of-bench.ts'

const burst = 10_000
const pace = 1_000
const paceSeconds = 3
/** A pause of the machine falls into one or two of them. */
const paceRounds = 7

const toldSchema = z.object({
  folder: z.string(),
  ours: z.string(),
  express: z.string(),
  memberId: z.string(),
  applicationToken: z.string(),
})
type Told = z.infer<typeof toldSchema>

/** An event as a portal sends it; each of another comment. */
const eventOf = ({ memberId, applicationToken }: Told, commentId: number) =>
  new URLSearchParams({
    event: 'ONCRMTIMELINECOMMENTADD',
    event_handler_id: '7',
    'data[FIELDS][ID]': String(commentId),
    ts: '1795464495',
    'auth[member_id]': memberId,
    'auth[application_token]': applicationToken,
    'auth[domain]': 'portal.example',
  })

async function measure(told: Told): Promise<Figure[]> {
  const by = (address: string) =>
    requestsPerSecond((index) => ({ address: new URL(address), body: eventOf(told, index + 1) }))
  const plain: Figure = {
    name: 'an Express handler that stores nothing',
    value: await by(told.express),
    unit: 'ops/s',
  }
  const durable: Figure = {
    name: 'events stored durably',
    value: await by(told.ours),
    unit: 'ops/s',
    target: { atLeast: 0.5 },
  }
  const p99: Figure = {
    name: `99 of 100 answers at ${String(pace)} events/s within, median of ${String(paceRounds)} rounds`,
    value: await usualSlowest(told),
    unit: 'ms',
    target: { below: 20 },
  }
  const lost: Figure = {
    name: `events lost in a burst of ${burst.toLocaleString('en')}`,
    value: await lostOfBurst(told),
    unit: 'events',
    target: { below: 1 },
  }
  return [plain, comparedWith(durable, plain), p99, lost]
}

/** The median of some rounds. */
async function usualSlowest(told: Told): Promise<number> {
  const slowest: number[] = []
  while (slowest.length < paceRounds) slowest.push(await slowestOfHundred(told))
  return slowest.sort((a, b) => a - b)[Math.floor(paceRounds / 2)] ?? 0
}

/** Sends at an even pace, whether or not answers have come; the 99th of 100 answers, ms. */
async function slowestOfHundred(told: Told): Promise<number> {
  const address = new URL(told.ours)
  const times: Promise<number>[] = []
  const startedAt = performance.now()
  while (times.length < pace * paceSeconds) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * pace)
    while (times.length <= due) times.push(timeOf(address, eventOf(told, times.length + 1)))
    await sleep(1)
  }
  const sorted = (await Promise.all(times)).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length * 0.99)] ?? 0
}

async function timeOf(address: URL, body: URLSearchParams): Promise<number> {
  const startedAt = performance.now()
  await post(address, body)
  return performance.now() - startedAt
}

async function lostOfBurst(told: Told): Promise<number> {
  const address = new URL(told.ours)
  const before = await storedIn(told)
  await Promise.all(
    Array.from({ length: burst }, (_none, index) => post(address, eventOf(told, 500_000 + index))),
  )
  return before + burst - (await storedIn(told))
}

async function storedIn({ folder }: Told): Promise<number> {
  const [row] = await benchDatabase(folder).query('select count(*) as count from inbox')
  return z.object({ count: z.coerce.number() }).parse(row).count
}

/** How fast, how steadily and how safely events are taken in. */
export const ingestBench: Bench = {
  name: 'ingest',
  run: () => withServer('ingest-server.ts', toldSchema, measure),
}
