import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { auditFiltersSchema, auditPageSchema } from '../../shared/api/audit.ts'
import { staffSchema } from '../../shared/api/office.ts'
import { initialOnCall, type OnCallSettings, onCallSchema } from '../../shared/api/on-call.ts'
import { personsViewSchema } from '../../shared/api/person-changes.ts'
import {
  erasedSchema,
  erasurePreviewSchema,
  knownPeopleSchema,
  sumOf,
} from '../../shared/api/person-erasure.ts'
import { erasedName } from '../../shared/audit/erased-name.ts'
import { persons as cast } from '../support/cast.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, messagesOf, openBridge } from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'

const people = '/api/party-data/people'
const anna = 'Анна Лебедева'
const anyBody = z.unknown()

describe('a single person is erased', () => {
  let folder: string
  let bridge: Bridge
  let partnerAdmin: Visitor
  let customerAdmin: Visitor
  let itemId = 0

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sla-person-erasure-'))
    bridge = await openBridge({ databaseFile: join(folder, 'desk.db') })
    const { world, customer } = bridge
    partnerAdmin = await visit(world.appUrl, world.partner, adminId)
    customerAdmin = await visit(world.appUrl, world.customer, adminId)
    itemId = await fileTicket(customer, { title: 'Касса стоит' })
    await world.settle()
  }, 60_000)

  afterEach(async () => {
    await bridge.world.stop()
    rmSync(folder, { recursive: true })
  })

  async function pathOf(admin: Visitor, name: string): Promise<string> {
    const known = await admin.get(people, knownPeopleSchema)
    const found = known.people.filter((one) => one.name === name)
    expect(found, name).toHaveLength(1)
    return `${people}/${found[0]?.kind ?? ''}/${found[0]?.id ?? ''}`
  }

  it('of the customer: the list and its changes, choices and questions go, the tickets stay', async () => {
    const { customer, partner, world } = bridge
    await comment(customer, itemId, 'Вчера работала.')
    await world.settle()
    await customer.post('/api/basket', anyBody, { text: 'Когда обновление?' })
    await customer.post('/api/mail-choices', anyBody, { wish: 'none', locale: 'ru' })
    await changeOfAnna()
    const before = await messagesOf(partner, await bridge.mirrorOf())
    expect(before).toMatchObject([{ author: anna, text: 'Вчера работала.' }])

    const path = await pathOf(customerAdmin, anna)
    const preview = await customerAdmin.get(path, erasurePreviewSchema)
    expect(preview).toMatchObject({ name: anna, blocked: null })
    expect(preview.traces).toMatchObject({ persons: 1, changes: 1, questions: 1, mailChoices: 1 })
    // Looking changes nothing.
    expect(await customerAdmin.get(path, erasurePreviewSchema)).toEqual(preview)

    const { traces } = await customerAdmin.post(`${path}/erasure`, erasedSchema)
    expect(traces).toEqual(preview.traces)
    expect(tablesWith('+7 495 000-00-77')).toEqual([])
    const evidence = ['facts', 'messages', 'outbox', 'ticket_list', 'tickets', 'timeline_cards']
    expect(tablesWith(anna).filter((table) => !evidence.includes(table))).toEqual([])
    expect(await messagesOf(partner, await bridge.mirrorOf())).toEqual(before)
    const view = await customerAdmin.get('/api/persons', personsViewSchema)
    expect(view.contract.persons.map(({ name }) => name)).toEqual(['Олег Громов'])
    expect(view.changes).toEqual([])
  })

  it('is noted without the name, and twice is once', async () => {
    const path = await pathOf(customerAdmin, anna)
    const { traces } = await customerAdmin.post(`${path}/erasure`, erasedSchema)
    const again = await customerAdmin.post(`${path}/erasure`, erasedSchema)
    expect(sumOf(again.traces)).toBe(0)
    expect((await customerAdmin.raw('GET', path)).status).toBe(404)

    const { entries } = await partnerAdmin.get('/api/audit', auditPageSchema)
    expect(entries.filter(({ code }) => code === 'person.erased')).toMatchObject([
      {
        about: erasedName,
        by: { name: 'Олег Громов', isOfCustomer: true },
        before: { records: sumOf(traces) },
      },
    ])
    expect(JSON.stringify(entries)).not.toContain('Лебедева')
    const accepted = entries.find(({ code }) => code === 'contract.accepted')
    expect(accepted?.after).toMatchObject({ portalUsers: { [erasedName]: 7, 'Олег Громов': 1 } })
  })

  it('and comes back when she writes again, not by reading what she wrote before', async () => {
    const { customer, world } = bridge
    await customerAdmin.post(`${await pathOf(customerAdmin, anna)}/erasure`, erasedSchema)
    await bridge.sweep(30)
    await bridge.sweep(30)
    expect(nameOfUser(7)).toEqual([''])
    world.clock.advance(60_000)
    await comment(customer, itemId, 'Снова я.')
    await world.settle()
    expect(nameOfUser(7)).toEqual([anna])
  })

  it('is no business of others', async () => {
    const path = await pathOf(customerAdmin, anna)
    for (const person of [bridge.customer, bridge.partner]) {
      expect((await person.raw('GET', people)).status).toBe(403)
      expect((await person.raw('GET', path)).status).toBe(403)
      expect((await person.raw('POST', `${path}/erasure`, {})).status).toBe(403)
    }
    // The other party's administrator: it is not one of his people, and 7 is nobody in his portal.
    const known = await partnerAdmin.get(people, knownPeopleSchema)
    expect(known.people.map(({ name }) => name).sort()).toEqual(['Иван Петров', 'Мария Соколова'])
    expect((await partnerAdmin.raw('GET', path)).status).toBe(404)
    for (const at of [path, `${people}/user/7`]) {
      const { traces } = await partnerAdmin.post(`${at}/erasure`, erasedSchema)
      expect(sumOf(traces)).toBe(0)
    }
    expect(tablesWith(anna)).toContain('persons')
  })

  it('the last who may file or change the list stays until another is named', async () => {
    const path = await pathOf(customerAdmin, 'Олег Громов')
    expect((await customerAdmin.get(path, erasurePreviewSchema)).blocked).toBe('lastOfList')
    const refused = await customerAdmin.raw('POST', `${path}/erasure`, {})
    expect(refused).toMatchObject({ status: 409, body: { code: 'lastOfList' } })
    expect(tablesWith('gromov@')).toContain('persons')
  })

  it('of the partner: out of the rota first; then role, name, and past duties go', async () => {
    await partnerAdmin.post('/api/staff/5', staffSchema, { isDutyManager: true })
    const ivan = { id: 5, name: 'Иван Петров' }
    const shift = { days: ['mon' as const], persons: [ivan], since: '2026-11-23' }
    const past = { from: '2026-11-01', to: '2026-11-02', person: ivan }
    const quiet: OnCallSettings = { ...initialOnCall, exceptions: [past] }
    const hours: [string, string] = ['09:00', '18:00']
    await saveRota({ ...quiet, shifts: [{ ...shift, hours }] })
    const path = await pathOf(partnerAdmin, ivan.name)
    expect((await partnerAdmin.get(path, erasurePreviewSchema)).blocked).toBe('onDuty')
    const refused = await partnerAdmin.raw('POST', `${path}/erasure`, {})
    expect(refused).toMatchObject({ status: 409, body: { code: 'onDuty' } })

    await saveRota(quiet)
    const { traces } = await partnerAdmin.post(`${path}/erasure`, erasedSchema)
    expect(traces).toMatchObject({ roles: 1, names: 1, duties: 1 })
    const { settings } = await partnerAdmin.get('/api/on-call', onCallSchema)
    expect(settings.exceptions).toEqual([])
    const staff = await partnerAdmin.get('/api/staff', staffSchema)
    expect(staff.people.map(({ name }) => name)).toEqual(['Мария Соколова'])
    const { entries } = await partnerAdmin.get('/api/audit', auditPageSchema)
    expect(JSON.stringify(entries)).not.toContain('Петров')
    expect(JSON.stringify(entries)).toContain('Соколова')
    const filters = await partnerAdmin.get('/api/audit/filters', auditFiltersSchema)
    expect(filters.people).not.toContain(ivan.name)
    expect(tablesWith(anna)).toContain('persons')
  })

  /** An organisational contact has her phone changed, and the partner confirms. */
  async function changeOfAnna(): Promise<void> {
    const view = await customerAdmin.get('/api/persons', personsViewSchema)
    const { id: personId = '' } = view.contract.persons.find(({ name }) => name === anna) ?? {}
    const [own] = cast
    const person = { ...own?.input, phone: '+7 495 000-00-77', portalUserId: 7 }
    const asked = await customerAdmin.post('/api/persons/changes', personsViewSchema, {
      ...{ kind: 'edit', personId, person },
    })
    const at = `/api/contracts/${view.contract.id}/changes/${asked.changes[0]?.id ?? ''}`
    await partnerAdmin.post(at, anyBody, { decision: 'confirm' })
    await bridge.world.settle()
  }

  async function saveRota(settings: OnCallSettings): Promise<void> {
    const { revision } = await partnerAdmin.get('/api/on-call', onCallSchema)
    await partnerAdmin.post('/api/on-call', onCallSchema, { settings, revision })
  }

  function read<T>(work: (database: Sqlite.Database) => T): T {
    const database = new Sqlite(join(folder, 'desk.db'), { readonly: true })
    try {
      return work(database)
    } finally {
      database.close()
    }
  }

  const nameOfUser = (userId: number) =>
    read((database) =>
      database
        .prepare('select name from portal_users where member_id = ? and user_id = ?')
        .pluck()
        .all(bridge.world.customer.memberId, userId),
    )

  function tablesWith(word: string): string[] {
    return read((database) =>
      (
        database
          .prepare(
            `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`,
          )
          .pluck()
          .all() as string[]
      ).filter((table) =>
        JSON.stringify(database.prepare(`select * from "${table}"`).all()).includes(word),
      ),
    )
  }
})
