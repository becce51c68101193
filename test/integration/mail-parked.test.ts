import { afterEach, beforeEach, expect, it } from 'vitest'
import { parkedMailListSchema } from '../../shared/api/parked.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'

const anna = 'lebedeva@romashka.example'
let server: MailServer
let bridge: Bridge
let admin: Visitor

beforeEach(async () => {
  server = await startMailServer()
  bridge = await openBridge({ smtpUrl: server.url })
  admin = await visit(bridge.world.appUrl, bridge.world.partner, adminId)
  server.mood = 'refuses'
  await fileTicket(bridge.customer, { title: 'Не печатает' })
  await bridge.world.settle()
}, 60_000)
afterEach(async () => {
  await bridge.world.stop()
  await server.stop()
})

const parked = async () =>
  (await admin.get('/api/mails/parked', parkedMailListSchema)).mails.filter(({ to }) => to === anna)

it('a refused mail is shown with its reason, and goes when a manager says so', async () => {
  const [mail, ...others] = await parked()
  expect(others).toEqual([])
  expect(mail).toMatchObject({ number: 1, reader: 'Анна Лебедева', why: 'noMailbox' })
  expect(mail?.subject).toContain('Не печатает')
  expect(mail?.words).toContain('No such mailbox here')
  const retry = () =>
    admin.post(`/api/mails/parked/${String(mail?.id)}/retry`, parkedMailListSchema)
  // Too early: the server still refuses.
  await retry()
  await bridge.world.settle()
  expect(await parked()).toHaveLength(1)
  server.mood = 'takes'
  await retry()
  await bridge.world.settle()
  expect(await parked()).toEqual([])
  expect(server.mails.map(({ subject }) => subject)).toEqual([mail?.subject])
})

it('nobody else sees it or sends it again', async () => {
  const [mail] = await parked()
  const path = `/api/mails/parked/${String(mail?.id)}/retry`
  const customer = await visit(bridge.world.appUrl, bridge.world.customer, adminId)
  for (const person of [bridge.partner, customer]) {
    expect((await person.raw('GET', '/api/mails/parked')).status).toBe(403)
    expect((await person.raw('POST', path, {})).status).toBe(403)
  }
  expect((await admin.raw('POST', '/api/mails/parked/987654/retry', {})).status).toBe(404)
  expect(await parked()).toHaveLength(1)
})
