import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contractListSchema } from '../../shared/api/contracts.ts'
import { setupViewSchema } from '../../shared/api/setup.ts'
import { troubleListSchema } from '../../shared/api/troubles.ts'
import type { Portal } from '../portal/types.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import {
  type Bridge,
  commentTexts,
  messagesOf,
  openBridge,
  ticketsOf,
} from '../support/open-bridge.ts'
import { openPage, visit } from '../support/visit.ts'

const minute = 60_000

describe('the life of the app in a portal', () => {
  let bridge: Bridge
  let itemId: number
  let mirrorId: number

  beforeEach(async () => {
    bridge = await openBridge()
    itemId = await fileTicket(bridge.customer, { title: 'Не печатается накладная' })
    await bridge.world.settle()
    mirrorId = await bridge.mirrorOf()
  }, 60_000)

  afterEach(() => bridge.world.stop())

  const later = async (minutes: number) => {
    bridge.world.clock.advance(minutes * minute)
    await bridge.world.settle()
    await bridge.sweep(1)
  }

  const openAsAdmin = async () => {
    const { world } = bridge
    const admin = await visit(world.appUrl, world.customer, adminId)
    await world.settle()
    const setup = await admin.get('/api/setup', setupViewSchema)
    world.customer.finishInstall(adminId)
    await world.settle()
    return { admin, setup }
  }

  const postEvent = async (event: string, proof: Record<string, string>) => {
    const { world } = bridge
    const form = { event, 'auth[member_id]': world.customer.memberId, ...proof }
    const answer = await fetch(`${world.appUrl}/bitrix/events`, {
      method: 'POST',
      body: new URLSearchParams(form),
    })
    await answer.arrayBuffer()
    return answer.status
  }

  const textsAtPartner = async () => (await commentTexts(bridge.partner, mirrorId)).join('\n')
  const toldPartner = () =>
    bridge.world.partner
      .notifications(adminId)
      .map(({ message }) => message)
      .filter((message) => message.startsWith(bridge.world.customer.domain))

  it('an update takes our handlers away; they come back, with a new proof of events', async () => {
    const { world, customer, partner } = bridge
    world.customer.updateApp(adminId, 2)
    await world.settle()
    const { setup } = await openAsAdmin()
    expect(setup.state).toBe('done')
    await comment(customer, itemId, 'После обновления.')
    await world.settle()
    expect(await textsAtPartner()).toContain('После обновления.')
    expect(await ticketsOf(partner)).toHaveLength(1)
  })

  it('a portal that hardly answers holds up nobody else’s set-up', async () => {
    const { world } = bridge
    for (const portal of [world.partner, world.customer]) portal.updateApp(adminId, 2)
    await world.emulator.idle()
    world.partner.faults.add({ fault: 'slow', ms: 15_000 })
    const stateOf = async (portal: Portal) => {
      const admin = await visit(world.appUrl, portal, adminId)
      return (await admin.get('/api/setup', setupViewSchema)).state
    }
    await expect
      .poll(
        async () => {
          await world.app.jobs.setUpPortals()
          return stateOf(world.customer)
        },
        { timeout: 14_000 },
      )
      .toBe('done')
    expect(await stateOf(world.partner)).toBe('running')
  })

  it('an update while the portal is down for us is made good when it is back', async () => {
    const { world, customer } = bridge
    world.customer.updateApp(adminId, 2)
    world.customer.finishInstall(adminId)
    world.customer.faults.add({ fault: 'reset', target: '*', times: 0 })
    await later(1)
    world.customer.faults.clear()
    await later(11)
    await comment(customer, itemId, 'После обновления.')
    await world.settle()
    expect(await textsAtPartner()).toContain('После обновления.')
    const admin = await visit(world.appUrl, world.customer, adminId)
    expect((await admin.get('/api/setup', setupViewSchema)).state).toBe('done')
  })

  it('an update of which we never hear is noticed by the visit of an administrator', async () => {
    const { world, customer } = bridge
    world.customer.faults.add({ fault: 'eventLost', target: 'ONAPPUPDATE' })
    world.customer.updateApp(adminId, 2)
    await world.settle()
    await comment(customer, itemId, 'Пока обновлялось.')
    await openAsAdmin()
    await bridge.sweep(1)
    expect(await textsAtPartner()).toContain('Пока обновлялось.')
    await comment(customer, itemId, 'После обновления.')
    await world.settle()
    expect(await textsAtPartner()).toContain('После обновления.')
  })

  it('an update of which nobody hears is noticed within the hour, and events are believed again', async () => {
    const { world, customer } = bridge
    world.customer.faults.add({ fault: 'eventLost', target: 'ONAPPUPDATE' })
    world.customer.updateApp(adminId, 2)
    world.customer.finishInstall(adminId)
    await later(60)
    await comment(customer, itemId, 'После обновления.')
    await world.settle()
    expect(await textsAtPartner()).toContain('После обновления.')
  })

  it('an update that nobody but a stranger tells of is not believed', async () => {
    const { world } = bridge
    const { accessToken } = world.emulator.foreignToken(world.customer.memberId, adminId)
    const status = await postEvent('ONAPPUPDATE', {
      'auth[application_token]': 'f'.repeat(32),
      'auth[access_token]': accessToken,
      'auth[server_endpoint]': `${world.emulator.oauthUrl}rest/`,
    })
    expect(status).toBe(403)
  })

  it.each([false, true])(
    'removed (CLEAN %s) and installed again, the portal finds its contract and its tickets',
    async (clean) => {
      const { world, customer, partner } = bridge
      world.customer.uninstallApp(adminId, { clean })
      await world.settle()
      expect(toldPartner()).toEqual([expect.stringContaining('приложение удалено')])
      await comment(partner, mirrorId, '#клиенту Проверяем принтер.')
      await world.settle()
      expect(await ticketsOf(partner)).toHaveLength(1)

      world.customer.installApp(adminId)
      const { admin, setup } = await openAsAdmin()
      expect(setup.state).toBe('done')
      await later(15)
      expect((await admin.get('/api/troubles', troubleListSchema)).troubles).toEqual([])
      expect(await ticketsOf(admin)).toHaveLength(1)
      expect((await commentTexts(customer, itemId)).join()).toContain('Проверяем принтер.')
      await comment(customer, itemId, 'Мы вернулись.')
      await world.settle()
      expect(await textsAtPartner()).toContain('Мы вернулись.')
      expect(await messagesOf(partner, mirrorId)).toHaveLength(2)
      expect(toldPartner()).toHaveLength(1)
    },
  )

  it('a portal that moves to another domain is followed, and may frame our page there', async () => {
    const { world, customer } = bridge
    world.customer.changeDomain('127.0.0.1')
    await comment(customer, itemId, 'С нового адреса.')
    await world.settle()
    expect(await textsAtPartner()).toContain('С нового адреса.')
    const page = await openPage(world.customer, adminId)
    expect(page.headers.get('content-security-policy')).toContain(world.customer.url)
    const partner = await visit(world.appUrl, world.partner, adminId)
    const { contracts } = await partner.get('/api/contracts', contractListSchema)
    expect(contracts[0]?.customerHost).toBe(world.customer.domain)
  })

  it('a lapsed licence stops the calls, is told once, and its end is noticed', async () => {
    const { world, customer, partner } = bridge
    // Fifteen refusals in an hour would be too many for this one.
    world.customer.faults.add({ fault: 'restClosed', times: 15 })
    await comment(partner, mirrorId, '#клиенту Проверяем принтер.')
    for (let round = 0; round < 30; round += 1) await later(1)
    expect(world.customer.faults.list()).toHaveLength(1)
    expect(toldPartner()).toEqual([expect.stringContaining('лицензия')])
    const admin = await visit(world.appUrl, world.partner, adminId)
    expect(await admin.get('/api/troubles', troubleListSchema)).toMatchObject({
      troubles: [{ kind: 'closed', words: 'REST API is available only on commercial plans.' }],
    })
    world.customer.faults.clear()
    await later(11)
    await later(1)
    expect((await commentTexts(customer, itemId)).join()).toContain('Проверяем принтер.')
    expect((await admin.get('/api/troubles', troubleListSchema)).troubles).toEqual([])
    expect(toldPartner()).toHaveLength(1)
  })

  it('an app that is not paid for is told of before it stops; access that is lost comes back with a visit', async () => {
    const { world, customer } = bridge
    await later(30)
    world.customer.faults.add({ fault: 'paymentExpired' })
    // Without any proof, and so without effect but a look at the portal.
    await postEvent('ONAPPPAYMENT', {})
    await world.settle()
    expect(toldPartner()).toEqual([expect.stringContaining('закончилась оплата')])
    await later(60)
    world.customer.faults.clear()
    // The refused renewal has used up the token.
    await later(11)
    expect(toldPartner().join('\n')).toContain('потеряло доступ')
    await comment(customer, itemId, 'Оплатили.')
    await world.settle()
    expect(await textsAtPartner()).not.toContain('Оплатили.')
    const { admin } = await openAsAdmin()
    expect((await admin.get('/api/troubles', troubleListSchema)).troubles).toEqual([])
    expect(await textsAtPartner()).toContain('Оплатили.')
  })
})
