import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { auditPageSchema } from '../../shared/api/audit.ts'
import { contractListSchema, contractSchema } from '../../shared/api/contracts.ts'
import { contractData } from '../../server/db/contract-data.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'

const lineSchema = z.object({ table: z.string(), row: z.record(z.string(), z.unknown()) })

describe('what is kept of a contract', () => {
  let folder: string
  let bridge: Bridge
  let admin: Visitor
  let theirs: Visitor
  let contractId = ''

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sla-party-data-'))
    bridge = await openBridge({ databaseFile: join(folder, 'desk.db') })
    const { world, customer, partner } = bridge
    admin = await visit(world.appUrl, world.partner, adminId)
    theirs = await visit(world.appUrl, world.customer, adminId)
    contractId = (await admin.get('/api/contracts', contractListSchema)).contracts[0]?.id ?? ''
    await fileTicket(customer, { title: 'Тайна кассы' })
    await world.settle()
    await comment(partner, await bridge.mirrorOf(), '#клиенту Тайна ответа')
    await world.settle()
    while (await world.app.jobs.keepEvidence());
    await world.settle()
  }, 60_000)

  afterEach(async () => {
    await bridge.world.stop()
    rmSync(folder, { recursive: true })
  })

  async function exportOf(who: Visitor, id: string) {
    const answer = await fetch(`${bridge.world.appUrl}/api/party-data/${id}`, {
      headers: { authorization: `Bearer ${who.session.token}` },
    })
    expect(answer.status).toBe(200)
    const [head = '', ...lines] = (await answer.text()).trim().split('\n')
    const told = lines.map((line) => lineSchema.parse(JSON.parse(line)))
    return {
      head: JSON.parse(head) as unknown,
      told,
      tables: new Set(told.map((one) => one.table)),
    }
  }

  it('is had by administrators of either party as lines of JSON, and noted', async () => {
    const ours = await exportOf(admin, contractId)
    expect(ours.head).toMatchObject({ format: 'sla-desk', version: 1, side: 'partner' })
    for (const table of ['tickets', 'facts', 'messages', 'persons', 'contract_terms', 'audit'])
      expect([...ours.tables]).toContain(table)
    const registered = ours.told.find(({ table }) => table === 'facts')?.row.fact
    expect(registered).toMatchObject({ kind: 'registered', level: 3 })
    const texts = ours.told.flatMap(({ table, row }) => (table === 'messages' ? [row.text] : []))
    expect(texts).toContain('Тайна ответа')

    const own = await exportOf(theirs, 'own')
    expect(own.head).toMatchObject({ side: 'customer' })
    expect(own.told.filter(({ table }) => table === 'facts')).toEqual(
      ours.told.filter(({ table }) => table === 'facts'),
    )
    const { entries } = await admin.get('/api/audit?subject=contract', auditPageSchema)
    expect(entries.filter(({ code }) => code === 'contract.exported')).toHaveLength(2)
  })

  it('is no business of others', async () => {
    for (const person of [bridge.partner, bridge.customer]) {
      expect((await person.raw('GET', `/api/party-data/${contractId}`)).status).toBe(403)
      const body = { customerName: 'ООО «Ромашка»' }
      const path = `/api/party-data/${contractId}/erasure`
      expect((await person.raw('POST', path, body)).status).toBe(403)
    }
  })

  it('is erased after its end, by whoever types the customer’s name; the log says so', async () => {
    const path = `/api/party-data/${contractId}/erasure`
    const erase = async (customerName: string) =>
      (await admin.raw('POST', path, { customerName })).status
    expect(await erase('ООО «Ромашка»')).toBe(409)
    await admin.post(`/api/contracts/${contractId}/end`, contractSchema, { reason: 'Всё.' })
    expect(await erase('ООО «Лютик»')).toBe(400)
    expect(rowsWith('Тайна')).not.toEqual([])
    expect(await erase('ООО «Ромашка»')).toBe(200)

    expect(rowsWith('Тайна')).toEqual([])
    expect(rowsWith('lebedeva@')).toEqual([])
    expect(rowsWith(contractId)).toEqual([])
    const { entries } = await admin.get('/api/audit?subject=contract', auditPageSchema)
    expect(entries.map(({ code }) => code)).toEqual(['contract.erased'])
    expect(entries[0]).toMatchObject({ about: 'ООО «Ромашка»', before: { tickets: 1 } })
    // The portal may be linked again.
    const again = await visit(bridge.world.appUrl, bridge.world.customer, adminId)
    expect(again.session.portal.stage).toBe('new')
    bridge.world.clock.advance(60 * 60_000)
    await bridge.world.app.jobs.sweepPortals()
    await bridge.world.settle()
    expect(rowsWith('Тайна')).toEqual([])
  })

  it('lies in no table that is not known to belong to contracts', () => {
    const database = new Sqlite(join(folder, 'desk.db'), { readonly: true })
    const owned = database
      .prepare(
        `select distinct m.name from sqlite_master m join pragma_table_info(m.name) c
         where m.type = 'table' and c.name in ('contract_id', 'ticket_id', 'message_id', 'post_id')`,
      )
      .pluck()
      .all()
    database.close()
    expect(new Set(contractData.map(({ table }) => table))).toEqual(new Set([...owned, 'tickets']))
  })

  /** Names of tables in which the word still stands. */
  function rowsWith(word: string): string[] {
    const database = new Sqlite(join(folder, 'desk.db'), { readonly: true })
    const tables = database
      .prepare(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`)
      .pluck()
      .all() as string[]
    const found = tables.filter((table) =>
      JSON.stringify(database.prepare(`select * from "${table}"`).all()).includes(word),
    )
    database.close()
    return found
  }
})
