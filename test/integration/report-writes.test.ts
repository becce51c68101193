import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { type Bridge, itemOf, openBridge, updateItem } from '../support/open-bridge.ts'

describe('rows of reports', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sla-report-writes-'))
  let bridge: Bridge
  let database: Sqlite.Database

  beforeEach(async () => {
    const databaseFile = join(folder, 'desk.db')
    bridge = await openBridge({ databaseFile })
    database = new Sqlite(databaseFile)
  }, 60_000)
  afterEach(async () => {
    database.close()
    await bridge.world.stop()
    rmSync(folder, { recursive: true })
  })

  /** From now on each writing of a ticket's row is counted. */
  function countWrites(): () => number {
    database.exec(`create table writes (ticket_id text);
      create trigger written after update on report_tickets
      begin insert into writes values (new.ticket_id); end`)
    return () => database.prepare('select count(*) from writes').pluck().get() as number
  }

  it('are written when what they count has changed, and let be when it is the same', async () => {
    const { world, customer, partner } = bridge
    const itemId = await fileTicket(customer, { title: 'Не печатается накладная' })
    await world.settle()
    const mirrorId = await bridge.mirrorOf()
    const writes = countWrites()
    const description = customer.session.portal.place?.fields.description ?? ''
    await updateItem(customer, itemId, { [description]: 'Печатает пустые листы.' })
    await world.settle()
    const mirrored = partner.session.portal.place?.fields.description ?? ''
    expect((await itemOf(partner, mirrorId))[mirrored]).toBe('Печатает пустые листы.')
    expect(writes()).toBe(0)
    await comment(partner, mirrorId, '#клиенту Проверяем принтер.')
    await world.settle()
    expect(writes()).toBeGreaterThan(0)
  })
})
