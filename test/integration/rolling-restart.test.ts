import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEmulator } from '../portal/emulator.ts'
import type { Emulator } from '../portal/types.ts'
import { buildScript } from '../support/build-script.ts'
import { customerPortal, partnerPortal } from '../support/cast.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { freePort } from '../support/free-port.ts'
import { linkPortals } from '../support/link-portals.ts'
import { createMovableClock } from '../support/movable-clock.ts'
import { ticketsOf } from '../support/open-bridge.ts'
import { type ReadyBalancer, startReadyBalancer } from '../support/ready-balancer.ts'
import { type ReplicaProcess, startReplica } from '../support/replica-process.ts'
import { startDatabase } from '../support/start-database.ts'
import { appOf, demoEnvironment } from '../support/start-world.ts'
import { until } from '../support/until.ts'
import { openPage, visit, type Visitor } from '../support/visit.ts'
import { type Desk, openDesk } from '../torture/desk.ts'

const patience = { timeout: 60_000, interval: 100 }

/** Two processes on one PostgreSQL behind a proxy that follows /ready, in the machine's own time. */
describe('an update of the server', () => {
  let emulator: Emulator
  let balancer: ReadyBalancer
  let script: string
  let environments: (NodeJS.ProcessEnv & { PORT: string })[]
  let replicas: ReplicaProcess[]
  let customer: Visitor
  let partner: Visitor
  let desk: Desk
  let itemId: number
  let mirrorId: number

  beforeAll(async () => {
    script = await buildScript(new URL('../../server/main.ts', import.meta.url))
    const ports = [await freePort(), await freePort()]
    balancer = await startReadyBalancer(ports)
    const appUrl = balancer.url
    emulator = await startEmulator({
      clock: createMovableClock(),
      app: appOf(appUrl),
      portals: [partnerPortal, customerPortal],
    })
    const shared = {
      ...demoEnvironment,
      PUBLIC_URL: appUrl,
      B24_OAUTH_HOSTS: emulator.oauthUrl.replace(/\/$/, ''),
      ALLOW_PRIVATE_HOSTS: 'localhost',
      DATABASE_URL: await startDatabase(),
      STOP_NOTICE_SECONDS: '3',
      STOP_LIMIT_SECONDS: '8',
    }
    environments = ports.map((port) => ({ ...shared, PORT: String(port) }))
    replicas = []
    for (const environment of environments) replicas.push(await startReplica(script, environment))
    await until(() => balancer.readyCount() === 2)
    const portals = {
      partner: emulator.portal(partnerPortal.name),
      customer: emulator.portal(customerPortal.name),
    }
    await linkPortals({ appUrl, ...portals, settle: () => sleep(50) })
    customer = await visit(appUrl, portals.customer, 7)
    partner = await visit(appUrl, portals.partner, 5)
    const { place } = partner.session.portal
    if (!place) throw new Error('The portal has not been set up')
    desk = openDesk('partner', portals.partner, place)
    itemId = await fileTicket(customer, { title: 'Не печатается накладная' })
    await until(async () => {
      mirrorId = (await ticketsOf(partner))[0]?.itemId ?? 0
      return mirrorId !== 0
    })
  }, 180_000)

  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.kill()))
    await emulator.close()
    await balancer.stop()
  })

  const arrived = async (word: string) =>
    (await desk.comments(mirrorId))
      .flatMap(({ text }) => new RegExp(`${word} \\d+`).exec(text)?.[0] ?? [])
      .toSorted()

  /** People write, open the app and read their tickets, without a pause. @returns what they wrote */
  async function work(word: string, goesOn: () => boolean): Promise<string[]> {
    const said: string[] = []
    while (goesOn()) {
      said.push(`${word} ${String(100 + said.length)}`)
      await Promise.all([
        comment(customer, itemId, said.at(-1) ?? ''),
        openPage(emulator.portal(customerPortal.name), 7),
        customer.raw('GET', '/api/tickets'),
        sleep(200),
      ])
    }
    return said
  }

  async function restart(index: number): Promise<ReplicaProcess> {
    const [replica, environment] = [replicas[index], environments[index]]
    if (!replica || !environment) throw new Error('There is no such replica')
    expect(await replica.stop()).toBe(0)
    replicas[index] = await startReplica(script, environment)
    await until(() => balancer.readyCount() === 2)
    return replica
  }

  it('takes one replica after the other, and no request fails and no event is lost', async () => {
    let isOver = false
    const before = balancer.passed.length
    const working = work('Вопрос', () => !isOver)
    const stopped = [await restart(0), await restart(1)]
    isOver = true
    const said = await working
    for (const replica of stopped) expect(replica.log()).toMatch(/"msg":"stopped"/)
    await emulator.idle()
    const passed = balancer.passed.slice(before)
    expect(passed.filter(({ status }) => status !== 200)).toEqual([])
    const events = passed.filter(({ path }) => path === '/bitrix/events')
    expect(events.length).toBeGreaterThanOrEqual(said.length)
    await expect.poll(() => arrived('Вопрос'), patience).toEqual(said)
  }, 180_000)

  it('ends a replica whose work takes too long, says so, and the next start carries on', async () => {
    const portal = emulator.portal(partnerPortal.name)
    portal.faults.add({ fault: 'slow', target: 'crm.timeline.comment.add', ms: 60_000 })
    await comment(customer, itemId, 'Просьба 100')
    await until(() => portal.faults.list().length === 0)
    const stopped = await Promise.all(replicas.map((replica) => replica.stop()))
    expect(stopped).toEqual([0, 0])
    const logs = replicas.map((replica) => replica.log()).join('')
    expect(logs).toMatch(/stopped with work under way/)
    replicas = []
    for (const environment of environments) replicas.push(await startReplica(script, environment))
    await expect.poll(() => arrived('Просьба'), patience).toEqual(['Просьба 100'])
  }, 180_000)
})
