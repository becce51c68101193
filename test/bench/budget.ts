import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { ticketListSchema } from '../../shared/api/ticket-list.ts'
import type { Stage } from '../../shared/ticket/stages.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { linkPortals } from '../support/link-portals.ts'
import { startWorld } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'
import { isPost, startRecording } from './recording.ts'

/**
 * Plays one ticket's life with the backend's own loops running, and counts from the recording the
 * HTTP POSTs that our server sends to both portals' `/rest/`, with one of the looks at each portal
 * that are taken every minute.
 */

const atMost = 24
const quietMs = 1_500
const minuteMs = 60_000
const bookkeeper = 7
const engineer = 5

type StepCost = { step: string; portal: string; posts: number; subCalls: number; methods: string[] }

const recording = startRecording()
const { folder, trafficFile } = recording
const world = await startWorld({ databaseFile: join(folder, 'desk.db'), trafficFile })
const costs: StepCost[] = []
try {
  await linkPortals(world)
  const customer = await visit(world.appUrl, world.customer, bookkeeper)
  const partner = await visit(world.appUrl, world.partner, engineer)
  // The first look also checks the set-up, as it is done every hour.
  await world.app.jobs.sweepPortals()
  await recording.quiet(quietMs)
  world.clock.advance(minuteMs)
  await step('looking once for what events have lost', async () => {
    await world.app.jobs.sweepPortals()
  })
  world.app.start()
  await playLife(customer, partner)
} finally {
  await world.stop()
  recording.end()
}
report()

async function playLife(customer: Visitor, partner: Visitor): Promise<void> {
  let itemId = 0
  await step('filed and mirrored', async () => {
    itemId = await fileTicket(customer, {
      title: 'Не проводятся накладные',
      level: 2,
      values: { files: [{ name: 'снимок.png', base64: 'iVBORw0KGgo=' }], filesReason: '' },
    })
  })
  const { tickets } = await partner.get('/api/tickets', ticketListSchema)
  const mirrorId = z.number().parse(tickets[0]?.itemId)
  await step('public comment that waits for an answer', async () => {
    await comment(partner, mirrorId, '#клиенту? Пришлите, пожалуйста, журнал ошибок.')
  })
  await step('the customer answers', async () => {
    await comment(customer, itemId, 'Журнал пуст, ошибка только на экране.')
  })
  await step('second public comment', async () => {
    await comment(partner, mirrorId, '#клиенту Нашли причину, готовим исправление.')
  })
  await step('solution proposed', () => move(partner, mirrorId, 'proposed'))
  await step('confirmed by the customer', async () => {
    await comment(customer, itemId, 'Накладные проводятся, спасибо.')
  })
  await step('closed', () => move(customer, itemId, 'closed'))
}

async function move(person: Visitor, id: number, stage: Stage): Promise<void> {
  const { place } = person.session.portal
  await person.call('crm.item.update', {
    entityTypeId: place?.entityTypeId,
    id,
    fields: { stageId: place?.stages[stage] },
  })
}

async function step(name: string, work: () => Promise<void>): Promise<void> {
  const from = recording.lines().length
  await work()
  await recording.quiet(quietMs)
  const calls = recording.serverCalls(from)
  for (const { url } of [world.partner, world.customer]) {
    const own = calls.filter((line) => line.portal === new URL(url).host)
    const posts = own.filter(isPost)
    costs.push({
      step: name,
      portal: url === world.partner.url ? 'partner' : 'customer',
      posts: posts.length,
      subCalls: own.length - posts.length,
      methods: own.map((line) => `${isPost(line) ? '' : '· '}${line.method ?? ''}`),
    })
  }
}

function report(): void {
  const sum = (key: 'posts' | 'subCalls') => costs.reduce((total, cost) => total + cost[key], 0)
  const total = { posts: sum('posts'), subCalls: sum('subCalls'), atMost }
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
  if (values.json) process.stdout.write(`${JSON.stringify({ ...total, steps: costs })}\n`)
  else {
    for (const { step: name, portal, posts, subCalls, methods } of costs)
      process.stdout.write(
        `${name} · ${portal}: ${String(posts)} POSTs, ${String(subCalls)} inside: ${methods.join(' ')}\n`,
      )
    process.stdout.write(`${String(total.posts)} POSTs with ${String(total.subCalls)} sub-calls\n`)
  }
  process.exitCode = total.posts <= atMost ? 0 : 1
}
