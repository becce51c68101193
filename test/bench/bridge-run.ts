import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { buildScript } from '../support/build-script.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { commentTexts, openBridge } from '../support/open-bridge.ts'
import { benchDatabase } from './bench-database.ts'
import type { Figure } from './measure.ts'
import { multiplyTickets } from './multiply-tickets.ts'
import { isPost, startRecording } from './recording.ts'

/**
 * Runs in a process of its own: the backend and two emulated portals. Prints its figures as one line
 * of JSON.
 */
const messages = 21
const openTickets = 100_000
const foreignComments = 1_000
const admin = 1

const recording = startRecording()
const database = benchDatabase(recording.folder)
const bridge = await openBridge({ ...database.world, trafficFile: recording.trafficFile })
const { world } = bridge
world.emulator.switches.eventDelayMs = 0
world.app.start()
const figures = [...(await delay()), ...(await foreign()), ...(await manyOpenTickets())]
await world.stop()
recording.end()
process.stdout.write(`${JSON.stringify(figures)}\n`)

/** From a public comment in one portal until it can be read in the other. */
async function delay(): Promise<Figure[]> {
  const itemId = await fileTicket(bridge.customer, { title: 'Не печатается накладная', level: 1 })
  await recording.quiet(700)
  const mirrorId = await bridge.mirrorOf()
  const delays: number[] = []
  for (let index = 0; index < messages; index += 1) {
    const words = `Сообщение ${String(index)} для замера.`
    const startedAt = performance.now()
    await comment(bridge.partner, mirrorId, `#клиенту ${words}`)
    while (!(await commentTexts(bridge.customer, itemId)).some((one) => one.includes(words)))
      await sleep(5)
    delays.push(performance.now() - startedAt)
  }
  const median = delays.sort((a, b) => a - b)[Math.floor(messages / 2)] ?? 0
  const name = 'from an event to what the other side reads, median'
  return [{ name, value: median, unit: 'ms', target: { below: 1000 } }]
}

/** Comments in cards that are none of ours. */
async function foreign(): Promise<Figure[]> {
  const type = await callAs(admin, 'crm.type.add', { fields: { title: 'Закупки' } })
  const { entityTypeId } = z
    .object({ type: z.object({ entityTypeId: z.number() }) })
    .parse(type).type
  const added = await callAs(admin, 'crm.item.add', { entityTypeId, fields: { title: 'Бумага' } })
  const { id } = z.object({ item: z.object({ id: z.number() }) }).parse(added).item
  await recording.quiet(700)
  const from = recording.lines().length
  const fields = { ENTITY_TYPE: `dynamic_${String(entityTypeId)}`, ENTITY_ID: id, COMMENT: 'Ждём.' }
  for (let count = 0; count < foreignComments; count += 1)
    await callAs(admin, 'crm.timeline.comment.add', { fields })
  await recording.quiet(1500)
  const posts = recording.serverCalls(from).filter(isPost).length
  const name = `requests for ${foreignComments.toLocaleString('en')} comments in cards of others`
  return [{ name, value: posts, unit: 'requests', target: { below: foreignComments / 5 } }]
}

/** With many open tickets a tick costs what is due. */
async function manyOpenTickets(): Promise<Figure[]> {
  const tick = async () => {
    const times: number[] = []
    for (let round = 0; round < 200; round += 1) {
      const startedAt = performance.now()
      await world.app.jobs.tickClocks()
      times.push(performance.now() - startedAt)
    }
    return times.sort((a, b) => a - b)[100] ?? 0
  }
  const few = await tick()
  await multiplyTickets(database, { from: 1, to: openTickets, now: world.clock.now() })
  const many = await tick()
  const rss = await memoryOfBackend()
  const name = `a tick with ${openTickets.toLocaleString('en')} open tickets`
  return [
    { name: 'a tick with some', value: few, unit: 'ms' },
    {
      name,
      value: many,
      unit: 'ms',
      ratio: { to: 'a tick with some', times: many / few },
      target: { below: 10 },
    },
    {
      name: 'memory of the backend with them',
      value: rss,
      unit: 'MB',
      target: { below: 250 },
    },
  ]
}

async function memoryOfBackend(): Promise<number> {
  const script = await buildScript(new URL('memory-run.ts', import.meta.url))
  const run = spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...database.environment },
  })
  const [printed] = await Promise.all([text(run.stdout), once(run, 'exit')])
  return Number(printed)
}

async function callAs(userId: number, method: string, params: Record<string, unknown>) {
  const { body } = await world.partner.callAsUser(userId, method, params)
  return body.result
}
