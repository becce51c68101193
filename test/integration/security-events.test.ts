import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Portal } from '../portal/types.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, openBridge, ticketsOf } from '../support/open-bridge.ts'
import { visit } from '../support/visit.ts'

type Form = Record<string, string>

/** What somebody can send who has listened, or who has an app or a portal of his own. */
describe('events that are forged or sent again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sla-events-'))
  const databaseFile = join(folder, 'desk.db')
  let bridge: Bridge
  let itemId: number

  beforeEach(async () => {
    rmSync(databaseFile, { force: true })
    bridge = await openBridge({ databaseFile })
    itemId = await fileTicket(bridge.customer, { title: 'Касса' })
    await bridge.world.settle()
  }, 60_000)

  afterEach(() => bridge.world.stop())

  async function post(form: Form): Promise<number> {
    const answer = await fetch(`${bridge.world.appUrl}/bitrix/events`, {
      method: 'POST',
      body: new URLSearchParams(form),
    })
    await answer.arrayBuffer()
    return answer.status
  }

  const tokenOf = (portal: Portal) =>
    portal.frameFields(adminId, { placement: 'DEFAULT' }).fields['APPLICATION_TOKEN'] ?? ''

  const proofOf = (portal: Portal, token = tokenOf(portal)): Form => ({
    'auth[member_id]': portal.memberId,
    'auth[application_token]': token,
  })

  const itemEvent = (): Form => ({
    event: 'ONCRMDYNAMICITEMUPDATE',
    'data[FIELDS][ID]': String(itemId),
    'data[FIELDS][ENTITY_TYPE_ID]': String(bridge.customer.session.portal.place?.entityTypeId),
  })

  function read<Row>(sql: string): Row[] {
    const database = new Sqlite(databaseFile, { readonly: true })
    const rows = database.prepare(sql).all() as Row[]
    database.close()
    return rows
  }

  const factsOf = () => read<{ count: number }>('select count(*) as count from facts')[0]?.count

  it('the proof of one portal is none for another', async () => {
    const { customer, partner } = bridge.world
    const form = { ...itemEvent(), ...proofOf(customer, tokenOf(partner)) }
    expect(await post(form)).toBe(403)
    expect(await post({ ...itemEvent(), ...proofOf(customer) })).toBe(200)
  })

  it.each([
    [
      'another app of the portal',
      (b: Bridge) => b.world.emulator.foreignToken(b.world.customer.memberId, adminId),
    ],
    ['our app in another portal', (b: Bridge) => b.world.partner.issueTokens(adminId)],
    ['nobody', () => ({ accessToken: 'f'.repeat(70) })],
  ])('an update told with a token of %s teaches no new proof', async (_whose, tokens) => {
    const { emulator, customer } = bridge.world
    const forged = {
      event: 'ONAPPUPDATE',
      ...proofOf(customer, 'f'.repeat(32)),
      'auth[access_token]': tokens(bridge).accessToken,
      'auth[server_endpoint]': `${emulator.oauthUrl}rest/`,
    }
    expect(await post(forged)).toBe(403)
    expect(await post({ ...itemEvent(), ...proofOf(customer, 'f'.repeat(32)) })).toBe(403)
    expect(await post({ ...itemEvent(), ...proofOf(customer) })).toBe(200)
  })

  it('an OAuth server of the caller’s own is not asked', async () => {
    const { customer } = bridge.world
    const form = {
      event: 'ONAPPUPDATE',
      ...proofOf(customer, 'f'.repeat(32)),
      'auth[access_token]': customer.issueTokens(adminId).accessToken,
      'auth[server_endpoint]': 'http://127.0.0.1:9/rest/',
    }
    expect(await post(form)).toBe(403)
  })

  it('a press of a card’s button that another portal tells of logs no call', async () => {
    const { world } = bridge
    const [card] = read<{ activity: number }>('select activity_id as activity from timeline_cards')
    const press = (portal: Portal, id: string) => ({
      event: 'ONCRMTIMELINEITEMACTION',
      ts: '1795464495',
      'data[id]': id,
      'data[activityId]': String(card?.activity),
      'data[userId]': String(adminId),
      ...proofOf(portal),
    })
    const before = factsOf() ?? 0
    expect(await post(press(world.customer, 'callMissed'))).toBe(200)
    await world.settle()
    expect(factsOf()).toBe(before)
    expect(await post(press(world.partner, 'callMissed'))).toBe(200)
    await world.settle()
    expect(factsOf()).toBe(before + 1)
  })

  it('the same event a hundred times changes nothing', async () => {
    const { world, partner } = bridge
    const before = factsOf()
    const form = { ...itemEvent(), ...proofOf(world.customer) }
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(form)))
    expect(new Set(answers)).toEqual(new Set([200]))
    await world.settle()
    expect(factsOf()).toBe(before)
    expect(await ticketsOf(partner)).toHaveLength(1)
  })

  it('the removal of a former installation, sent again, removes nothing', async () => {
    const { world } = bridge
    const former = proofOf(world.customer)
    world.customer.uninstallApp(adminId, { clean: true })
    await world.settle()
    expect(await post({ event: 'ONAPPUNINSTALL', 'data[CLEAN]': '1', ...former })).toBe(403)
    world.customer.installApp(adminId)
    await visit(world.appUrl, world.customer, adminId)
    await world.settle()
    for (const event of ['ONAPPUNINSTALL', 'ONAPPINSTALL', 'ONAPPUPDATE'])
      expect(await post({ event, 'data[CLEAN]': '1', ...former }), event).toBe(403)
    const sql = `select count(*) as count from service_tokens where member_id = '${world.customer.memberId}'`
    expect(read(sql)).toEqual([{ count: 1 }])
  })

  it('news of a payment, which bears no proof, leaves nothing of portals that we do not know', async () => {
    const form = { event: 'ONAPPPAYMENT', 'auth[member_id]': 'f'.repeat(32) }
    expect(await post(form)).toBe(200)
    expect(read(`select * from portal_upkeep where member_id = '${'f'.repeat(32)}'`)).toEqual([])
  })

  async function askByRobot(proof: Form): Promise<number> {
    const { place } = bridge.customer.session.portal
    const call = {
      event_token: 'x'.repeat(32),
      code: 'sla_work',
      'document_id[0]': 'crm',
      'document_id[1]': 'x',
      'document_id[2]': `DYNAMIC_${String(place?.entityTypeId)}_${String(itemId)}`,
    }
    const body = new URLSearchParams({ ...call, ...proof })
    const { appUrl } = bridge.world
    return (await fetch(`${appUrl}/bitrix/robots`, { method: 'POST', body })).status
  }

  it('a robot’s call is proven like an event, and done once', async () => {
    const { world } = bridge
    expect(await askByRobot(proofOf(world.customer, tokenOf(world.partner)))).toBe(403)
    for (let again = 0; again < 3; again++)
      expect(await askByRobot(proofOf(world.customer))).toBe(200)
    expect(read('select count(*) as count from robot_calls')).toEqual([{ count: 1 }])
  })

  it('whoever is held up for guessing holds up no portal that shares his address', async () => {
    const { world, partner } = bridge
    const guess = { ...itemEvent(), ...proofOf(world.customer, 'guessed') }
    for (let count = 0; count < 600; count += 20) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => post(guess)))
      expect(new Set(answers)).toEqual(new Set([403]))
    }
    expect(await post(guess)).toBe(429)
    expect(await post({ event: 'ONAPPPAYMENT', ...proofOf(world.customer, 'guessed') })).toBe(429)
    await fileTicket(bridge.customer, { title: 'Не печатает касса' })
    await world.settle()
    expect(await ticketsOf(partner)).toHaveLength(2)
    expect(await askByRobot(proofOf(world.customer))).toBe(200)
  })
})
