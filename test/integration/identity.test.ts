import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ticketListSchema } from '../../shared/api/ticket-list.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { adminId, createContract, linkPortals, setUpPartner } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { bootOf, openPage, visit, type Visitor } from '../support/visit.ts'

const bookkeeper = 7
const engineer = 5

async function ask(world: World, path: string, init: RequestInit): Promise<number> {
  const answer = await fetch(`${world.appUrl}${path}`, init)
  await answer.arrayBuffer()
  return answer.status
}

const openSession = (world: World, body: Record<string, unknown>) =>
  ask(world, '/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

describe('nothing that a caller says about himself is believed', () => {
  let world: World
  let boot: string

  beforeAll(async () => {
    world = await startWorld()
    await linkPortals(world)
    boot = bootOf(await (await openPage(world.customer, bookkeeper)).text())
  }, 60_000)

  afterAll(() => world.stop())

  it('a person with a token of our app gets a session of his own portal', async () => {
    const { accessToken } = world.customer.issueTokens(bookkeeper)
    expect(await openSession(world, { accessToken, boot })).toBe(200)
  })

  it('a token of another app of the same portal is refused', async () => {
    const { accessToken, refreshToken } = world.emulator.foreignToken(
      world.customer.memberId,
      bookkeeper,
    )
    expect(await openSession(world, { accessToken, refreshToken, boot })).toBe(401)
  })

  it('an invented token is refused', async () => {
    expect(await openSession(world, { accessToken: 'f'.repeat(70), boot })).toBe(401)
  })

  it('a boot that is not ours is refused', async () => {
    const { accessToken } = world.customer.issueTokens(bookkeeper)
    expect(await openSession(world, { accessToken, boot: 'v1.demo.AAAA' })).toBe(401)
  })

  it('a page opened with a foreign OAuth server opens no session', async () => {
    const { action, fields } = world.customer.frameFields(bookkeeper, { placement: 'DEFAULT' })
    const form = { ...fields, SERVER_ENDPOINT: 'http://127.0.0.1:9/rest/' }
    const page = await fetch(action, { method: 'POST', body: new URLSearchParams(form) })
    const { accessToken } = world.customer.issueTokens(bookkeeper)
    const forged = bootOf(await page.text())
    expect(await openSession(world, { accessToken, boot: forged })).toBe(401)
  })

  it('a forged DOMAIN or member_id changes neither the portal nor who may frame the page', async () => {
    const { action, fields } = world.customer.frameFields(bookkeeper, { placement: 'DEFAULT' })
    const url = new URL(action)
    url.searchParams.set('DOMAIN', 'evil.example')
    const page = await fetch(url, { method: 'POST', body: new URLSearchParams(fields) })
    expect(page.headers.get('content-security-policy')).toContain(
      `frame-ancestors ${world.customer.url};`,
    )
    expect(page.headers.get('content-security-policy')).not.toContain('evil.example')
    const forged = { ...fields, member_id: world.partner.memberId }
    const other = await fetch(action, { method: 'POST', body: new URLSearchParams(forged) })
    const answer = await fetch(`${world.appUrl}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ accessToken: fields.AUTH_ID, boot: bootOf(await other.text()) }),
    })
    expect(await answer.json()).toMatchObject({ portal: { memberId: world.customer.memberId } })
  })

  it.each(['https://evil.example https://a', "x'; script-src *", ''])(
    'a DOMAIN like %o never reaches the policy',
    async (domain) => {
      const { action, fields } = world.customer.frameFields(bookkeeper, { placement: 'DEFAULT' })
      const url = new URL(action)
      url.searchParams.set('DOMAIN', domain)
      const form = { ...fields, member_id: 'f'.repeat(32) }
      const page = await fetch(url, { method: 'POST', body: new URLSearchParams(form) })
      const policy = page.headers.get('content-security-policy') ?? ''
      expect(policy).not.toContain('evil')
      expect(policy).not.toContain('script-src *')
    },
  )

  it.each([
    ['a wrong application token', { 'auth[application_token]': 'f'.repeat(32) }],
    ['no application token', { 'auth[application_token]': '' }],
    ['an unknown portal', { 'auth[member_id]': 'f'.repeat(32) }],
  ])('an event with %s is refused and leaves no ticket', async (_case, change) => {
    const status = await ask(world, '/bitrix/events', {
      method: 'POST',
      body: new URLSearchParams({
        event: 'ONCRMDYNAMICITEMADD',
        'data[FIELDS][ID]': '1',
        'data[FIELDS][ENTITY_TYPE_ID]': '1036',
        ts: '1700000000',
        'auth[member_id]': world.customer.memberId,
        'auth[application_token]': 'f'.repeat(32),
        ...change,
      }),
    })
    expect(status).toBe(403)
    await world.settle()
    const person = await visit(world.appUrl, world.customer, bookkeeper)
    expect((await person.get('/api/tickets', ticketListSchema)).tickets).toEqual([])
  })

  it.each(['/api/tickets', '/api/filing', '/api/contracts', '/api/setup'])(
    '%s is closed without a session',
    async (path) => {
      expect(await ask(world, path, {})).toBe(401)
      expect(await ask(world, path, { headers: { authorization: 'Bearer x.y.z' } })).toBe(401)
    },
  )

  it('an ordinary employee may not do what administrators do', async () => {
    const person = await visit(world.appUrl, world.partner, engineer)
    expect((await person.raw('GET', '/api/contracts')).status).toBe(403)
    expect((await person.raw('POST', '/api/setup', {})).status).toBe(403)
    expect((await person.raw('POST', '/api/portal/role', { role: 'partner' })).status).toBe(403)
  })

  it('a customer’s administrator sees no contracts of the partner, and the partner no agreement', async () => {
    const customer = await visit(world.appUrl, world.customer, adminId)
    expect((await customer.raw('GET', '/api/contracts')).status).toBe(403)
    const partner = await visit(world.appUrl, world.partner, adminId)
    expect((await partner.raw('GET', '/api/filing')).body).toMatchObject({
      contract: null,
      refusal: 'unlinked',
    })
  })
})

describe('invitation codes', () => {
  let world: World
  let admin: Visitor
  let customer: Visitor

  beforeAll(async () => {
    world = await startWorld()
    admin = await setUpPartner(world)
    world.customer.installApp(adminId)
    customer = await visit(world.appUrl, world.customer, adminId)
  }, 60_000)

  afterAll(() => world.stop())

  const preview = (code: string) => customer.raw('POST', '/api/link/preview', { code })
  const codeFor = async (contractId: string) => {
    const { body } = await admin.raw('POST', `/api/contracts/${contractId}/invitation`, {})
    return (body as { code: string }).code
  }

  it('a newer code, a revocation and time close an older one', async () => {
    const contract = await createContract(admin)
    const first = await codeFor(contract.id)
    const second = await codeFor(contract.id)
    expect((await preview(first)).status).toBe(422)
    expect((await preview(second)).status).toBe(200)
    await admin.raw('DELETE', `/api/contracts/${contract.id}/invitation`)
    expect((await preview(second)).status).toBe(422)
    const third = await codeFor(contract.id)
    world.clock.advance(7 * 24 * 60 * 60_000 + 1000)
    // A session lasts a quarter of an hour.
    customer = await visit(world.appUrl, world.customer, adminId)
    admin = await visit(world.appUrl, world.partner, adminId)
    expect((await preview(third)).status).toBe(422)
  })

  it('a code works once', async () => {
    const contract = await createContract(admin)
    const code = await codeFor(contract.id)
    const accepted = await customer.raw('POST', '/api/link/accept', { code, bindings: [] })
    expect(accepted.status).toBe(200)
    expect((await customer.raw('POST', '/api/link/accept', { code, bindings: [] })).status).toBe(
      422,
    )
  })

  it('no data flows before the partner has confirmed', async () => {
    expect((await customer.raw('GET', '/api/filing')).body).toEqual({
      contract: null,
      personId: null,
      prepaid: null,
      refusal: 'notStarted',
    })
    expect((await customer.raw('POST', '/api/setup', {})).status).toBe(409)
  })

  it('after ten wrong codes in an hour no more are taken', async () => {
    const answers: number[] = []
    for (let attempt = 0; attempt < 12; attempt++) answers.push((await preview('WRONG')).status)
    expect(answers.filter((status) => status === 429).length).toBeGreaterThan(0)
  })

  it('a contract of another partner cannot be touched', async () => {
    const foreign = await admin.raw('POST', '/api/contracts/no-such-contract/confirm', {})
    expect(foreign.status).toBe(404)
  })
})

describe('people who may not file', () => {
  let world: World

  beforeAll(async () => {
    world = await startWorld()
    await linkPortals(world)
  }, 60_000)

  afterAll(() => world.stop())

  it('their ticket is kept, needs a decision, and says whom to ask; their comments stay at home', async () => {
    const storekeeper = await visit(world.appUrl, world.customer, 8)
    const itemId = await fileTicket(storekeeper, { title: 'Не печатается накладная' })
    await world.settle()
    const { tickets } = await storekeeper.get('/api/tickets', ticketListSchema)
    expect(tickets[0]).toMatchObject({ stage: 'decision', number: '1' })
    await comment(storekeeper, itemId, 'Когда посмотрите?')
    await world.settle()
    const partner = await visit(world.appUrl, world.partner, engineer)
    const [mirror] = (await partner.get('/api/tickets', ticketListSchema)).tickets
    const view = await partner.raw('GET', `/api/tickets/by-item/${String(mirror?.itemId)}`)
    expect(view.body).toMatchObject({ ticket: { messages: [] } })
  })

  it('level 1 without the consents of §4 is handled at the refusal level', async () => {
    const person = await visit(world.appUrl, world.customer, bookkeeper)
    await fileTicket(person, { title: 'Портал лежит', level: 1 })
    await world.settle()
    const { tickets } = await person.get('/api/tickets', ticketListSchema)
    expect(tickets.find((ticket) => ticket.title === 'Портал лежит')?.level).toBe(2)
  })
})
