import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { troubleListSchema } from '../../shared/api/troubles.ts'
import { type App, createApp } from '../../server/app.ts'
import type { Config } from '../../server/config.ts'
import { listen } from '../../server/listen.ts'
import { createLog } from '../../server/log.ts'
import { conditionSchema } from '../../shared/api/condition.ts'
import { localAppLinkSchema, localAppViewSchema } from '../../shared/api/local-app.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { adminId, createContract, linkPortals, setUpPartner } from '../support/link-portals.ts'
import { type Bridge, commentTexts, openBridge, ticketsOf } from '../support/open-bridge.ts'
import { createRescueVisitor } from '../support/rescue-visitor.ts'
import { settle, startWorld, type World } from '../support/start-world.ts'
import { visit } from '../support/visit.ts'

const minuteMs = 60_000
const newer = [{ id: 'newer', bytes: Buffer.alloc(32, 'n') }]

/** The world's server goes, and another one comes in its place. */
async function replaceServer(world: World): Promise<ReturnType<typeof serve>> {
  await world.closeDoor()
  await world.app.stop()
  return serve(world, newer)
}

async function serve({ config, clock }: World, tokenKeys: Config['tokenKeys']) {
  let log = ''
  const sink = { write: (line: string) => void (log += line) }
  const app = await createApp({ ...config, tokenKeys }, { clock, log: createLog('warn', sink) })
  const door: Server = await listen(app.server, config)
  // The first to ask finds that the connection to the former server has ended.
  await fetch(`${config.publicUrl}/health`).catch(() => undefined)
  return {
    app,
    log: () => log,
    async stop() {
      door.closeAllConnections()
      door.close()
      await app.stop()
    },
  }
}

async function lookAt({ clock, emulator }: World, app: App, minutes = 11): Promise<void> {
  clock.advance(minutes * minuteMs)
  await app.jobs.sweepPortals()
  await settle([app], emulator)
}

/** TOKEN_KEYS without the key that has sealed what lies in the database. */
describe('a server whose key was taken away at once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sla-lost-key-'))
  let bridge: Bridge
  let server: Awaited<ReturnType<typeof serve>>
  let itemId: number
  let mirrorId: number

  beforeEach(async () => {
    bridge = await openBridge({ databaseFile: join(folder, 'desk.db') })
    itemId = await fileTicket(bridge.customer, { title: 'Не печатается накладная' })
    await bridge.world.settle()
    mirrorId = await bridge.mirrorOf()
    server = await replaceServer(bridge.world)
  })
  afterEach(async () => {
    await server.stop()
    await bridge.world.emulator.close()
    rmSync(folder, { recursive: true })
  })

  const rest = async () => {
    await lookAt(bridge.world, server.app)
    await lookAt(bridge.world, server.app)
  }
  const open = () =>
    Promise.all(
      [bridge.world.partner, bridge.world.customer].map((portal) =>
        visit(bridge.world.appUrl, portal, adminId),
      ),
    )
  const texts = async () => (await commentTexts(bridge.partner, mirrorId)).join()

  it('starts, says what it cannot open, and goes on when administrators open the app', async () => {
    expect(server.log()).toContain('sealed with a key that is not in TOKEN_KEYS')
    expect(server.log()).toContain('"service_tokens.refresh_token":2')
    await comment(bridge.customer, itemId, 'Всё ещё не печатает.')
    await rest()
    expect(await texts()).not.toContain('Всё ещё не печатает.')
    const [maria] = await open()
    await rest()
    expect(await texts()).toContain('Всё ещё не печатает.')
    expect(await maria?.get('/api/troubles', troubleListSchema)).toEqual({ troubles: [] })
  })

  it('goes on as before when the key comes back', async () => {
    await comment(bridge.customer, itemId, 'Всё ещё не печатает.')
    await server.stop()
    server = await serve(bridge.world, [...newer, ...bridge.world.config.tokenKeys])
    await rest()
    expect(server.log()).not.toContain('TOKEN_KEYS')
    expect(await texts()).toContain('Всё ещё не печатает.')
  })
})

const keys = { clientId: 'local.0123456789abcd.12345678', clientSecret: 'secret-of-the-local-app' }

/** The customer's portal works with an app of its own, whose secret was sealed with the lost key. */
describe('a local app whose keys nobody can read any more', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sla-lost-local-app-'))
  let world: World
  let server: Awaited<ReturnType<typeof serve>>
  let contractId = ''

  beforeEach(async () => {
    const databaseFile = join(folder, 'desk.db')
    rmSync(databaseFile, { force: true })
    world = await startWorld({ startsAt: '2026-11-23T07:00:00Z', databaseFile, localApp: keys })
    contractId = (await createContract(await setUpPartner(world))).id
    world.customer.installApp(adminId)
    await enterKeys()
    await linkPortals(world)
    server = await replaceServer(world)
  }, 60_000)
  afterEach(async () => {
    await server.stop()
    await world.emulator.close()
    rmSync(folder, { recursive: true })
  })

  const path = () => `/api/local-apps/${contractId}`
  const boss = () => visit(world.appUrl, world.partner, adminId)
  const comeIn = (userId = adminId) => visit(world.appUrl, world.customer, userId)
  const state = async () => (await (await boss()).get(path(), localAppViewSchema)).state
  const troubles = async (who: Promise<Awaited<ReturnType<typeof visit>>>) =>
    (await (await who).get('/api/troubles', troubleListSchema)).troubles

  async function enterKeys(): Promise<void> {
    const { url } = await (await boss()).post(path(), localAppLinkSchema)
    const token = url.split('#')[1]
    const page = createRescueVisitor(world.appUrl)
    expect((await page.post('/local-app', { token, ...keys })).status).toBe(200)
  }

  it('is told of in words, lets its people in, and works again when its keys are entered anew', async () => {
    expect(server.log()).toContain('"local_apps.client_secret":1')
    expect(await (await boss()).get(path(), localAppViewSchema)).toEqual({
      ...{ state: 'unreadable', expiresAt: null },
      ...{ clientId: keys.clientId, host: world.customer.domain },
    })
    const anna = await comeIn(7)
    await comeIn()
    await fileTicket(anna, { title: 'Касса' })
    // Portals are looked over once an hour.
    await lookAt(world, server.app, 61)
    const trouble = { kind: 'badKeys', words: '', host: world.customer.domain }
    expect(await troubles(boss())).toMatchObject([{ ...trouble, customerName: 'ООО «Ромашка»' }])
    expect(await troubles(comeIn())).toMatchObject([{ ...trouble, customerName: null }])
    const { portals } = await (await boss()).get('/api/condition', conditionSchema)
    expect(portals[1]?.trouble?.kind).toBe('badKeys')

    await enterKeys()
    expect(await state()).toBe('entered')
    await comeIn()
    expect(await state()).toBe('bound')
    await lookAt(world, server.app)
    expect(await troubles(boss())).toEqual([])
    const engineer = await visit(world.appUrl, world.partner, 5)
    expect((await ticketsOf(engineer)).map(({ title }) => title)).toEqual(['Касса'])
  })

  it('goes on as before when the key comes back', async () => {
    await server.stop()
    server = await serve(world, [...newer, ...world.config.tokenKeys])
    expect(await state()).toBe('bound')
    await fileTicket(await comeIn(7), { title: 'Касса' })
    await lookAt(world, server.app, 2 * 60)
    expect(await troubles(boss())).toEqual([])
    const engineer = await visit(world.appUrl, world.partner, 5)
    expect((await ticketsOf(engineer)).map(({ title }) => title)).toEqual(['Касса'])
  })
})
