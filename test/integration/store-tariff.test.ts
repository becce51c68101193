import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, sql, SqliteDialect } from 'kysely'
import { describe, expect, it } from 'vitest'
import { createContractsStore } from '../../server/db/contracts-store.ts'
import * as initial from '../../server/db/migrations/0001-initial.ts'
import * as tariff from '../../server/db/migrations/0070-tariff.ts'
import { agreedTerms } from '../../shared/billing/tariff.ts'
import { defaultCalendar } from '../../shared/calendar/schema.ts'
import { defaultPolicy } from '../../shared/sla/policy.ts'
import { noon } from '../support/records.ts'

describe('contracts from before tariffs were kept', () => {
  it('get §7 and §8 as they stand, with a price that is still to be agreed', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'tariff-')), 'old.db')
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Sqlite(file) }) })
    await initial.up(db)
    const [policy, calendar] = [defaultPolicy, defaultCalendar].map((one) => JSON.stringify(one))
    await sql`insert into contract_terms (contract_id, version, valid_from, policy, calendar)
      values ('c1', 1, ${noon}, ${policy}, ${calendar})`.execute(db)
    await tariff.up(db)
    const terms = await createContractsStore(db).terms('c1', 1)
    expect(terms.tariff).toEqual({ ...agreedTerms, hourKopecks: null })
    await db.destroy()
  })
})
