import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  admin,
  employee,
  type Rest,
  restAs,
  resultOf,
  type Sandbox,
  startSandbox,
} from '../portal/sandbox.ts'

/** Ways into a portal and out of it that are neither frame nor item event. */
describe('doors of a portal', () => {
  let sandbox: Sandbox
  let rest: Rest

  beforeAll(async () => {
    sandbox = await startSandbox({ isRecorded: false })
    rest = restAs(sandbox.portal, admin)
  })
  afterAll(() => sandbox.close())
  beforeEach(() => {
    sandbox.events.length = 0
  })

  async function post(address: string, body: unknown) {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  describe('an incoming webhook', () => {
    it('acts as its person, within the scopes that were chosen', async () => {
      const hook = sandbox.portal.addWebhook(employee, ['crm', 'user'])
      const { body } = await post(`${hook}profile.json`, {})
      expect(body).toMatchObject({ result: { ID: String(employee) } })
      expect((await post(`${hook}disk.storage.getlist`, {})).body).toMatchObject({
        error: 'insufficient_scope',
      })
    })

    it('with a wrong code opens nothing', async () => {
      const hook = sandbox.portal.addWebhook(employee, ['crm'])
      const { status } = await post(`${hook.replace(/\/$/, 'x/')}profile`, {})
      expect(status).toBe(403)
    })

    it('dies with its person', async () => {
      const hook = sandbox.portal.addWebhook(employee, ['user'])
      sandbox.portal.setRights(employee, { isActive: false })
      expect((await post(`${hook}profile`, {})).status).toBe(403)
      const token = restAs(sandbox.portal, employee)
      expect((await token('profile')).status).toBe(401)
      const [person] = await resultOf<Record<string, unknown>[]>(
        rest('user.get', { filter: { ID: employee } }),
      )
      expect(person).toMatchObject({ ACTIVE: false })
      sandbox.portal.setRights(employee, { isActive: true })
    })
  })

  describe('an upload as a form', () => {
    const wish = () =>
      resultOf<{ uploadUrl: string; field: string }>(
        rest('disk.folder.uploadfile', { id: 1, data: { NAME: 'акт.txt' } }),
      )
    const formWith = (field: string) => {
      const form = new FormData()
      form.append(field, new Blob(['сделано']), 'как-угодно.txt')
      return form
    }

    it('goes to the address that the method gives, under the name that was wished', async () => {
      const { uploadUrl, field } = await wish()
      const response = await fetch(uploadUrl, { method: 'POST', body: formWith(field) })
      expect(await response.json()).toMatchObject({ result: { NAME: 'акт.txt' } })
    })

    it('without a file, or with an address that was tampered with, is refused', async () => {
      const { uploadUrl } = await wish()
      const empty = await fetch(uploadUrl, { method: 'POST', body: formWith('other') })
      expect(await empty.json()).toMatchObject({ error: 'ERROR_COULD_NOT_SAVE_FILE' })
      const forged = uploadUrl.replace(/token=[^&]+/, 'token=disk%7CaWQ9MQ%7Cx')
      expect((await fetch(forged, { method: 'POST', body: formWith('file') })).status).toBe(404)
    })
  })

  it('a pressed button of an activity is told to the app that made it', async () => {
    const { type } = await resultOf<{ type: { entityTypeId: number } }>(
      rest('crm.type.add', { fields: { title: 'Заявки', isStagesEnabled: 'Y' } }),
    )
    const { entityTypeId } = type
    const { item } = await resultOf<{ item: { id: number } }>(
      rest('crm.item.add', { entityTypeId, fields: { title: 'Касса' } }),
    )
    const event = 'ONCRMTIMELINEITEMACTION'
    await resultOf(rest('event.bind', { event, handler: sandbox.handlerUrl }))
    const action = { type: 'restEvent', id: 'called', actionParams: { reached: 'Y' } }
    const { activity } = await resultOf<{ activity: { id: number } }>(
      rest('crm.activity.configurable.add', {
        ownerTypeId: entityTypeId,
        ownerId: item.id,
        fields: { completed: false },
        layout: {
          icon: { code: 'call' },
          header: { title: 'Реакция' },
          body: {
            logo: { code: 'call' },
            blocks: { due: { type: 'text', properties: { value: 'до 10:00' } } },
          },
          footer: { buttons: { called: { title: 'Ответил', type: 'primary', action } } },
        },
      }),
    )
    sandbox.portal.pressButton(employee, activity.id, 'called')
    await sandbox.emulator.idle()
    expect(sandbox.events).toMatchObject([
      { event, data: { entityId: String(item.id), reached: 'Y', userId: String(employee) } },
    ])
    expect(() => {
      sandbox.portal.pressButton(employee, activity.id, 'unknown')
    }).toThrow('no unknown')
  })

  it('a payment is told without an application token, and its end closes the tokens', async () => {
    await resultOf(rest('event.bind', { event: 'ONAPPPAYMENT', handler: sandbox.handlerUrl }))
    const { refreshToken } = sandbox.portal.issueTokens(admin)
    sandbox.portal.changePayment({ status: 'P', isExpired: true, days: -1 })
    await sandbox.emulator.idle()
    expect(sandbox.events).toMatchObject([
      { event: 'ONAPPPAYMENT', data: { STATUS: 'P', PAYMENT_EXPIRED: 'Y', DAYS: '-1' } },
    ])
    expect(sandbox.events[0]?.auth).not.toHaveProperty('application_token')
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'local.sandbox',
      client_secret: 'sandbox-secret',
      refresh_token: refreshToken,
    })
    const response = await fetch(`${sandbox.emulator.oauthUrl}oauth/token/`, {
      method: 'POST',
      body: form,
    })
    expect(response.status).toBe(402)
  })
})

it('each OAuth server knows its own portals only', async () => {
  const users = [{ id: admin, name: 'Анна', isAdmin: true }]
  const sandbox = await startSandbox({
    isRecorded: false,
    portals: [
      { name: 'cloud', edition: 'cloud', users },
      { name: 'box', edition: 'box', users, oauthServer: 'second' },
    ],
  })
  const { emulator, portal, box } = sandbox
  box.installApp(admin)
  const infoAt = async (url: string, token: string) =>
    (await fetch(`${url}rest/app.info?auth=${token}`)).status
  const [first, second] = [portal, box].map((one) => one.issueTokens(admin).accessToken)
  expect(await infoAt(emulator.oauthUrl, first ?? '')).toBe(200)
  expect(await infoAt(emulator.oauthUrl, second ?? '')).toBe(401)
  expect(await infoAt(emulator.secondOauthUrl, second ?? '')).toBe(200)
  await sandbox.close()
})

it('a portal that lacks methods says so, also in method.get', async () => {
  const users = [{ id: admin, name: 'Анна', isAdmin: true }]
  const sandbox = await startSandbox({
    isRecorded: false,
    portals: [
      { name: 'cloud', edition: 'cloud', users, withoutMethods: ['timeman.*'] },
      { name: 'box', edition: 'box', users },
    ],
  })
  const rest = restAs(sandbox.portal, admin)
  expect((await rest('timeman.status')).body).toMatchObject({ error: 'ERROR_METHOD_NOT_FOUND' })
  const known = await resultOf(rest('method.get', { name: 'timeman.status' }))
  expect(known).toMatchObject({ isExisting: false })
  await sandbox.close()
})
