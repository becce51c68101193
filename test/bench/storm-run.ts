import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { createMovableClock } from '../support/movable-clock.ts'
import { startEmulator } from '../portal/emulator.ts'
import { buildScript } from '../support/build-script.ts'
import { customerPortal, partnerPortal } from '../support/cast.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { freePort } from '../support/free-port.ts'
import { adminId, linkPortals } from '../support/link-portals.ts'
import { startReplica } from '../support/replica-process.ts'
import { appOf, demoEnvironment } from '../support/start-world.ts'
import { visit } from '../support/visit.ts'
import { benchDatabase } from './bench-database.ts'
import type { Figure } from './measure.ts'
import { isPost, startRecording } from './recording.ts'

/**
 * Many tickets change at once behind a portal that takes two requests a second. Runs in a process of
 * its own with the two emulated portals; the backend has another one, as where it is at work. Prints
 * its figures as one line of JSON.
 */
const tickets = 1_000
/** What the portal of the storm takes. */
const perSecond = 2
/** Changes that fit into one request. */
const batchSize = 50
const changed = 'Печатает пустые листы.'

const recording = startRecording()
const database = benchDatabase(recording.folder)
const port = await freePort()
const appUrl = `http://127.0.0.1:${String(port)}`
const emulator = await startEmulator({
  clock: createMovableClock(),
  app: appOf(appUrl),
  portals: [partnerPortal, customerPortal],
  trafficFile: recording.trafficFile,
})
emulator.switches.eventDelayMs = 0
const backend = await startReplica(
  await buildScript(new URL('../../server/main.ts', import.meta.url)),
  {
    ...demoEnvironment,
    ...database.environment,
    PORT: String(port),
    PUBLIC_URL: appUrl,
    B24_OAUTH_HOSTS: emulator.oauthUrl.replace(/\/$/, ''),
    ALLOW_PRIVATE_HOSTS: 'localhost,127.0.0.1',
    LOG_LEVEL: 'silent',
    STOP_NOTICE_SECONDS: '0',
  },
)
const partner = emulator.portal(partnerPortal.name)
const customer = emulator.portal(customerPortal.name)
await linkPortals({ appUrl, partner, customer, settle: () => sleep(50) })
const itemIds = await fileAll()
const figures = await storm()
await backend.stop()
await emulator.close()
recording.end()
process.stdout.write(`${JSON.stringify(figures)}\n`)

async function fileAll(): Promise<number[]> {
  const person = await visit(appUrl, customer, 7)
  const itemIds: number[] = []
  for (let count = 0; count < tickets; count += 1)
    itemIds.push(await fileTicket(person, { title: `Касса ${String(count)}`, hasHint: false }))
  await recording.quiet(3000)
  return itemIds
}

async function storm(): Promise<Figure[]> {
  const place = await placeIn(customer)
  const partners = await placeIn(partner)
  const field = place.fields.description ?? ''
  emulator.switches.tariff = 'standard'
  await useUpBurst()
  await recording.quiet(100)
  const from = recording.lines().length
  const startedAt = performance.now()
  for (const id of itemIds)
    await customer.callAsUser(adminId, 'crm.item.update', {
      entityTypeId: place.entityTypeId,
      id,
      fields: { [field]: changed },
    })
  while ((await mirrored(partners)) < tickets) await sleep(200)
  const seconds = (performance.now() - startedAt) / 1000
  const host = new URL(partner.url).host
  const posts = recording
    .serverCalls(from)
    .filter((line) => isPost(line) && line.portal === host).length
  return [
    {
      name: `${tickets.toLocaleString('en')} changed tickets on the other side in`,
      value: seconds,
      unit: 's',
      ratio: {
        to: 'in full batches at its limit',
        times: seconds / (tickets / batchSize / perSecond),
      },
    },
    {
      name: 'requests for them to the portal with a limit',
      value: posts,
      unit: 'requests',
      // Fewer would leave work waiting that the portal would have taken.
      ratio: { to: 'what it takes in that time', times: posts / (perSecond * seconds) },
      target: { atLeast: 0.9 },
    },
  ]
}

type Portal = typeof partner
type Place = Awaited<ReturnType<typeof placeIn>>

async function placeIn(portal: Portal) {
  const { place } = (await visit(appUrl, portal, adminId)).session.portal
  if (!place) throw new Error('The portal has not been set up')
  return place
}

async function mirrored({ entityTypeId, fields }: Place): Promise<number> {
  const { body } = await partner.callAsUser(adminId, 'crm.item.list', {
    entityTypeId,
    select: ['id'],
    filter: { [fields.description ?? '']: changed },
  })
  return z.object({ total: z.number() }).parse(body).total
}

/** The portal's leave for many requests at once is gone: from here on it takes so many a second. */
async function useUpBurst(): Promise<void> {
  const headers = { 'user-agent': 'sla-desk' }
  const url = `${partner.url}/rest/server.time`
  for (let isRefused = false; !isRefused;) {
    const { status } = await fetch(url, { method: 'POST', headers })
    isRefused = status === 503
  }
}
