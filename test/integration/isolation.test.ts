import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Database, openDatabase } from '../../server/db/database.ts'
import { createSessions } from '../../server/http/sessions.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import { doorBodies } from '../support/door-bodies.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { contract, person, portal, terms } from '../support/records.ts'
import { type Route, routeTable } from '../support/route-table.ts'
import { visit, type Visitor } from '../support/visit.ts'

const admin = 1

/** Strangers on the same server: another partner with a customer of his own. */
const rival = { memberId: 'rival', host: 'rival.example', role: 'partner' as const }
const lyutik = { memberId: 'lyutik', host: 'lyutik.example', role: 'customer' as const }

/** Another customer of the same partner. */
const sibling = { memberId: 'vasilek', host: 'vasilek.example', role: 'customer' as const }

/** Words and ids that nobody but the two parties may read. */
const ownWords = ['Ромашка', 'romashka', 'martinsoft', 'Тайна', 'Лебедева', 'Петров']

/** Doors that need no session, or prove the caller by themselves. */
const isOpen = ({ path }: Route) => !path.startsWith('/api/') || path === '/api/session'

describe('nobody reaches what belongs to others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sla-isolation-'))
  const databaseFile = join(folder, 'desk.db')
  let bridge: Bridge
  let boss: Visitor
  let theirAdmin: Visitor
  let routes: Route[]
  let itemIds: number[]
  let bodies: Record<string, unknown>
  const tokens: Record<string, string> = {}

  const sql = new Map<string, string>()
  const read = () => new Sqlite(databaseFile, { readonly: true })

  beforeAll(async () => {
    bridge = await openBridge({ databaseFile })
    const { world } = bridge
    routes = routeTable(world.app.server).filter((route) => !isOpen(route))
    await livelyTicket()
    rememberIds()
    await addStrangers()
    bodies = doorBodies({
      personId: sql.get('persons') ?? '',
      questionId: sql.get('basket_questions') ?? '',
      now: world.clock.now(),
    })
  }, 60_000)

  afterAll(async () => {
    await bridge.world.stop()
    rmSync(folder, { recursive: true })
  })

  /** A ticket with everything that hangs on one, and what a contract gathers. */
  async function livelyTicket(): Promise<void> {
    const { world, customer, partner } = bridge
    boss = await visit(world.appUrl, world.partner, admin)
    theirAdmin = await visit(world.appUrl, world.customer, admin)
    const itemId = await fileTicket(customer, { title: 'Тайна кассы' })
    await world.settle()
    const mirrorId = await bridge.mirrorOf()
    itemIds = [itemId, mirrorId]
    await comment(partner, mirrorId, '#клиенту Тайна ответа')
    await world.settle()
    const at = `/api/tickets/by-item/${String(mirrorId)}`
    const from = world.clock.now() - 600_000
    const work = { from, to: from + 300_000, what: 'Тайна работы' }
    const rest = { onlyOutOfHours: false, questionIds: [], endsTimer: false, id: randomUUID() }
    await ok(partner, 'POST', `${at}/work`, { ...work, ...rest })
    const template = { id: randomUUID(), isPersonal: true, title: 'Тайна', text: 'Тайна' }
    await ok(partner, 'POST', `${at}/templates`, template)
    await ok(customer, 'POST', '/api/basket', { text: 'Тайна вопроса' })
    await ok(theirAdmin, 'POST', '/api/webhooks', { url: 'http://localhost:9/Тайна' })
    await ok(theirAdmin, 'POST', '/api/persons/changes', {
      kind: 'add',
      person: { ...person(), id: undefined, name: 'Тайна' },
    })
  }

  async function ok(who: Visitor, method: string, path: string, body: unknown): Promise<void> {
    const answer = await who.raw(method, path, body)
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
  }

  /** They are real parties of a contract, with all rights in their own portals. */
  async function addStrangers(): Promise<void> {
    const { world } = bridge
    const { config, clock } = world
    const db = await openDatabase(config.database, createSecretBox(config.tokenKeys))
    for (const one of [rival, lyutik, sibling])
      await db.portals.save(portal({ ...one, clientEndpoint: `https://${one.host}/rest/` }))
    const theirs = { partnerMemberId: rival.memberId, customerMemberId: lyutik.memberId }
    const record = { ...theirs, id: 'theirs', customerName: 'АО «Лютик»', state: 'active' as const }
    const vera = person({ id: 'vera', name: 'Вера', isOrganisational: true, portalUserId: admin })
    await db.contracts.add(contract(record), terms(), [{ ...vera, email: 'vera@lyutik.example' }])
    const ours = { partnerMemberId: world.partner.memberId, customerMemberId: sibling.memberId }
    const next = { ...ours, id: 'vasileks', customerName: 'АО «Василёк»', state: 'active' as const }
    const olga = { ...vera, id: 'olga', name: 'Ольга', email: 'olga@vasilek.example' }
    await db.contracts.add(contract(next), terms(), [olga])
    await holdMail(db)
    await parkMail(db)
    await db.close()
    const sessions = createSessions(config.sessionSecrets, clock)
    for (const { memberId } of [rival, lyutik, sibling]) {
      const claims = { memberId, userId: admin, name: 'Чужой', isAdmin: true }
      tokens[memberId] = (await sessions.sign(claims)).token
    }
  }

  /** A mail of the two parties that waits for a decision. */
  async function holdMail(db: Database): Promise<void> {
    const raw = Buffer.from('From: lebedeva@romashka.example\r\nSubject: Тайна\r\n\r\nТайна')
    const envelope = { returnPath: null, recipients: ['support@martinsoft.example'], remote: null }
    await db.mailIntake.take({ ...envelope, raw, receivedAt: bridge.world.clock.now() })
    const words = { fromName: 'Лебедева', subject: 'Тайна', text: 'Тайна', files: [] }
    await db.rawMails.settle(1, {
      ...{ state: 'quarantined', reason: 'unproven', fromAddress: 'lebedeva@romashka.example' },
      summary: { ...words, form: null, asksForLevelOne: false, bounce: null },
      partnerMemberId: bridge.world.partner.memberId,
    })
  }

  /** A mail of ours that a server has refused. */
  async function parkMail(db: Database): Promise<void> {
    const words = { to: 'lebedeva@romashka.example', subject: 'Тайна', text: 'Тайна', headers: {} }
    const whose = { memberId: bridge.world.partner.memberId, about: null, reader: 'Лебедева' }
    await db.mails.add([{ ...words, ...whose, key: 'parked' }], bridge.world.clock.now())
    await db.mails.markFailed(1, null, '550 No such mailbox here')
  }

  /** The newest row's id of each table that addresses name. */
  function rememberIds(): void {
    const database = read()
    const tables = ['webhooks', 'basket_questions', 'persons', 'person_changes', 'work_entries']
    for (const table of [...tables, 'reply_templates', 'tickets', 'outbox', 'invitations'])
      sql.set(table, newest(database, table))
    sql.set('contracts', database.prepare('select id from contracts').pluck().get() as string)
    sql.set('number', String(database.prepare('select number from tickets').pluck().get()))
    database.close()
  }

  const newest = (database: Sqlite.Database, table: string): string =>
    z
      .object({ id: z.coerce.string() })
      .catch({ id: 'none' })
      .parse(database.prepare(`select id from ${table} order by rowid desc limit 1`).get()).id

  /** The address with ids of the two parties in it. */
  function filled({ path }: Route, itemId: number): string {
    const idIn: [string, string | undefined][] = [
      ['/contracts', sql.get('contracts')],
      ['/persons', sql.get('person_changes')],
      ['/people', sql.get('persons')],
      ['/basket', sql.get('basket_questions')],
      ['/questions', sql.get('basket_questions')],
      ['/work', sql.get('work_entries')],
      ['/templates', sql.get('reply_templates')],
      ['/webhooks', sql.get('webhooks')],
      ['/parked', sql.get('outbox')],
      ['/mails', '1'],
    ]
    const id = idIn.findLast(([part]) => path.includes(part))?.[1] ?? randomUUID()
    const values: Record<string, string> = {
      ...{ itemId: String(itemId), id, contractId: sql.get('contracts') ?? '' },
      ...{ changeId: sql.get('person_changes') ?? '', number: sql.get('number') ?? '' },
      ...{ version: '1', month: '2026-11', userId: '5', engineerId: '5', kind: 'person' },
      document: path.startsWith('/api/report') ? 'report.pdf' : 'act.pdf',
    }
    return path.replace(/:(\w+)/g, (_all, name: string) => {
      const value = values[name]
      if (value === undefined) throw new Error(`${path}: nothing is known of :${name}`)
      return encodeURIComponent(value)
    })
  }

  const nameOf = ({ method, path }: Route) => `${method} ${path}`

  /** What a door has to be told with its address. */
  function queryOf({ path }: Route): string {
    const months = 'from=2026-11&to=2026-11'
    if (path === '/api/report/dashboard') return `?${months}&contract=${sql.get('contracts') ?? ''}`
    return path === '/api/report/tickets' ? `?${months}&of=registered` : ''
  }

  async function ask(route: Route, path: string, token: string | undefined) {
    const body = bodies[nameOf(route)]
    const answer = await fetch(`${bridge.world.appUrl}${path}${queryOf(route)}`, {
      method: route.method,
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: answer.status, text: await answer.text() }
  }

  /** Every row of every table, as text. */
  function rows(): Set<string> {
    const database = read()
    const tables = database
      .prepare(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`)
      .pluck()
      .all() as string[]
    const all = tables.flatMap((table) =>
      database
        .prepare(`select * from "${table}"`)
        .all()
        .map((row) => `${table} ${JSON.stringify(row)}`),
    )
    database.close()
    return new Set(all)
  }

  it('every door that is written to has a request that is tried', () => {
    expect(routes.length).toBeGreaterThan(50)
    const written = routes.filter(({ method }) => method !== 'GET').map(nameOf)
    expect(written.filter((name) => !(name in bodies))).toEqual([])
    expect(Object.keys(bodies).filter((name) => !written.includes(name))).toEqual([])
  })

  it('without a session no door opens', async () => {
    for (const route of routes) {
      const { status } = await ask(route, filled(route, itemIds[0] ?? 0), undefined)
      expect(status, nameOf(route)).toBe(401)
    }
  })

  it.each([rival, lyutik, sibling])(
    '$memberId reads nothing of them and changes nothing',
    async ({ memberId }) => {
      const before = rows()
      const markers = [...ownWords, sql.get('contracts') ?? '', sql.get('tickets') ?? '']
      for (const route of routes)
        for (const itemId of itemIds) {
          const { text } = await ask(route, filled(route, itemId), tokens[memberId])
          const found = markers.filter((word) => text.includes(word))
          expect(found, `${nameOf(route)} tells of them: ${text.slice(0, 300)}`).toEqual([])
        }
      const after = rows()
      expect([...before].filter((row) => !after.has(row) && !isOfStrangers(row))).toEqual([])
      const added = [...after].filter((row) => !before.has(row))
      expect(added.filter((row) => markers.some((word) => row.includes(word)))).toEqual([])
    },
  )

  const isOfStrangers = (row: string) =>
    [rival.memberId, lyutik.memberId, '"theirs"', sibling.memberId, '"vasileks"'].some((word) =>
      row.includes(word),
    )

  it('an engineer does not decide what managers decide', async () => {
    const { token } = bridge.partner.session
    const office =
      /^\/api\/(?:contracts|staff|money|parked|mails|audit|webhooks|troubles|report|condition)/
    for (const route of routes.filter(({ path }) => office.test(path))) {
      const { status } = await ask(route, filled(route, itemIds[1] ?? 0), token)
      expect(status, nameOf(route)).toBe(403)
    }
  })

  it('the requests that were tried are such as the doors take from whom they are for', async () => {
    const people = [bridge.customer, bridge.partner, boss, theirAdmin]
    const refused: string[] = []
    for (const route of routes) {
      const statuses = await Promise.all(
        people.map(({ session }) => {
          const itemId = itemIds[session.portal.role === 'customer' ? 0 : 1] ?? 0
          return ask(route, filled(route, itemId), session.token).then(({ status }) => status)
        }),
      )
      if (statuses.every((status) => [400, 401, 403].includes(status)))
        refused.push(`${nameOf(route)}: ${statuses.join()}`)
    }
    expect(refused).toEqual([])
  })
})
