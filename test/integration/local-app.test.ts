import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  localAppLinkSchema,
  localAppOfferSchema,
  localAppViewSchema,
} from '../../shared/api/local-app.ts'
import { conditionSchema } from '../../shared/api/condition.ts'
import type { Portal } from '../portal/types.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { adminId, createContract, linkPortals, setUpPartner } from '../support/link-portals.ts'
import { ticketsOf } from '../support/open-bridge.ts'
import { createRescueVisitor } from '../support/rescue-visitor.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { bootOf, openPage, visit, type Visitor } from '../support/visit.ts'

const bookkeeper = 7
const hourMs = 60 * 60_000
const weekMs = 7 * 24 * hourMs
/** Portals are looked over once an hour. */
const awayMinutes = 70
/** Also of the neighbour app by which the emulator gives out tokens in any portal. */
const keys = {
  clientId: 'local.0123456789abcd.12345678',
  clientSecret: 'secret-of-the-local-app',
}

/** A customer whose portal has an app of its own in place of the one from the catalogue. */
describe('a local app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'local-app-'))
  const databaseFile = join(folder, 'desk.db')
  let world: World
  let boss: Visitor
  let contractId = ''

  beforeEach(async () => {
    rmSync(databaseFile, { force: true })
    world = await startWorld({
      ...{ startsAt: '2026-11-23T07:00:00Z', databaseFile, localApp: keys },
    })
    boss = await setUpPartner(world)
    contractId = (await createContract(boss)).id
    world.customer.installApp(adminId)
  }, 60_000)
  afterEach(() => world.stop())

  const path = () => `/api/local-apps/${contractId}`
  const offer = async () => (await boss.post(path(), localAppLinkSchema)).url.split('#')[1] ?? ''
  const state = async () => (await boss.get(path(), localAppViewSchema)).state
  const page = () => createRescueVisitor(world.appUrl)
  const enter = async (token: string, entered = keys) =>
    (await page().post('/local-app', { token, ...entered })).status
  const comeIn = (userId = adminId) => visit(world.appUrl, world.customer, userId)

  /** In a portal that has an app with the same keys beside ours. */
  async function openSession(portal: Portal, userId: number): Promise<number> {
    const boot = bootOf(await (await openPage(portal, userId)).text())
    const { accessToken, refreshToken } = world.emulator.foreignToken(portal.memberId, userId)
    const answer = await fetch(`${world.appUrl}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ accessToken, refreshToken, boot }),
    })
    return answer.status
  }

  it('works when its keys were entered by the link, and its tokens are renewed with them', async () => {
    await expect(comeIn()).rejects.toThrow('401')
    const token = await offer()
    const look = await page().post('/local-app/look', { token })
    expect(localAppOfferSchema.parse(look.body)).toEqual({
      customerName: 'ООО «Ромашка»',
      partnerHost: world.partner.domain,
      handlerUrl: `${world.appUrl}/app`,
    })
    expect(await state()).toBe('offered')
    expect(await enter(token)).toBe(200)
    expect(await state()).toBe('entered')
    await comeIn()
    expect(await boss.get(path(), localAppViewSchema)).toEqual({
      ...{ state: 'bound', expiresAt: null },
      ...{ clientId: keys.clientId, host: world.customer.domain },
    })
    await linkPortals(world)
    world.clock.advance(2 * hourMs)
    const anna = await comeIn(bookkeeper)
    await fileTicket(anna, { title: 'Касса' })
    await world.settle()
    const engineer = await visit(world.appUrl, world.partner, 5)
    expect((await ticketsOf(engineer)).map(({ title }) => title)).toEqual(['Касса'])
  })

  it('is let in by an administrator’s installation first, and by nothing less', async () => {
    await enter(await offer())
    await expect(comeIn(bookkeeper)).rejects.toThrow('403')
    expect(await openSession(world.partner, 5)).toBe(403)
    expect(await state()).toBe('entered')
    await comeIn()
    await comeIn(bookkeeper)
  })

  it('whose secret is wrong proves nothing, and the partner can give another link', async () => {
    await enter(await offer(), { ...keys, clientSecret: 'guessed' })
    await expect(comeIn()).rejects.toThrow('401')
    expect(await state()).toBe('entered')
    await enter(await offer())
    await comeIn()
    expect(await state()).toBe('bound')
  })

  it('belongs to the portal that proved it first, for good', async () => {
    await enter(await offer())
    await comeIn()
    expect(await boss.raw('POST', path())).toMatchObject({ status: 409 })
    expect(await openSession(world.partner, adminId)).toBe(401)
    expect(await boss.get(path(), localAppViewSchema)).toMatchObject({
      host: world.customer.domain,
    })
  })

  it('uses its link once, within a week, and its keys are known to one contract only', async () => {
    const token = await offer()
    const newer = await offer()
    expect(await enter(token)).toBe(404)
    expect(await enter(newer)).toBe(200)
    expect(await enter(newer)).toBe(404)
    contractId = (await createContract(boss)).id
    expect(await enter(await offer())).toBe(409)
    const late = await offer()
    world.clock.advance(weekMs)
    expect(await enter(late)).toBe(404)
    expect((await page().post('/local-app/look', { token: late })).status).toBe(404)
    expect(await state()).toBe('none')
  })

  it('is the business of the partner’s administrators, and its secret lies sealed', async () => {
    await enter(await offer())
    const engineer = await visit(world.appUrl, world.partner, 5)
    expect(await engineer.raw('GET', path())).toMatchObject({ status: 403 })
    expect(await engineer.raw('POST', path())).toMatchObject({ status: 403 })
    expect(await boss.raw('GET', '/api/local-apps/other')).toMatchObject({ status: 404 })
    const database = new Sqlite(databaseFile, { readonly: true })
    const row = JSON.stringify(database.prepare('select * from local_apps').get())
    database.close()
    expect(row).toContain(keys.clientId)
    expect(row).not.toContain(keys.clientSecret)
  })

  /** What the partner's administrator reads of the customer's portal. */
  const troubleOf = async (who: Visitor) => {
    const { portals } = await who.get('/api/condition', conditionSchema)
    return portals.at(-1)?.trouble
  }

  /** Time goes on, and portals are looked after. */
  async function pass(minutes: number): Promise<void> {
    world.clock.advance(minutes * 60_000)
    await world.app.jobs.sweepPortals()
    await world.settle()
  }

  it('deleted while our server is away is told of, and another one can take its place', async () => {
    await enter(await offer())
    await comeIn()
    await linkPortals(world)
    await fileTicket(await comeIn(bookkeeper), { title: 'Касса' })
    await world.settle()
    await world.closeDoor()
    world.customer.uninstallApp(adminId)
    await world.emulator.idle()
    await world.openDoor()
    await pass(awayMinutes)
    boss = await visit(world.appUrl, world.partner, adminId)
    expect(await troubleOf(boss)).toMatchObject({
      ...{ kind: 'badKeys', words: 'Application not found or its secret is wrong' },
    })
    expect(await boss.get(path(), localAppViewSchema)).toEqual({
      ...{ state: 'refused', expiresAt: null },
      ...{ clientId: keys.clientId, host: world.customer.domain },
    })

    const token = await offer()
    expect(await state()).toBe('offered')
    world.customer.installApp(adminId)
    await expect(comeIn()).rejects.toThrow('401')
    expect(await enter(token)).toBe(200)
    await comeIn()
    expect(await state()).toBe('bound')
    expect(await boss.raw('POST', path())).toMatchObject({ status: 409 })
    await fileTicket(await comeIn(bookkeeper), { title: 'Склад' })
    await pass(11)
    expect(await troubleOf(boss)).toBeNull()
    const engineer = await visit(world.appUrl, world.partner, 5)
    const titles = (await ticketsOf(engineer)).map(({ title }) => title)
    expect(titles.toSorted()).toEqual(['Касса', 'Склад'])
  })

  it('is forgotten when its portal removes it with its data', async () => {
    await enter(await offer())
    await comeIn()
    const { fields } = world.customer.frameFields(adminId, { placement: 'DEFAULT' })
    const form = {
      ...{ event: 'ONAPPUNINSTALL', 'data[CLEAN]': '1' },
      'auth[member_id]': world.customer.memberId,
      'auth[application_token]': fields['APPLICATION_TOKEN'] ?? '',
    }
    const body = new URLSearchParams(form)
    const answer = await fetch(`${world.appUrl}/bitrix/events`, { method: 'POST', body })
    expect(answer.status).toBe(200)
    expect(await state()).toBe('none')
  })
})
