import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import { auditQuerySchema } from '../../shared/api/audit.ts'
import { contract, noon, terms } from '../support/records.ts'
import { databaseKinds, type TestDatabase } from '../support/start-database-kinds.ts'

const dayMs = 24 * 60 * 60_000
const maria = { memberId: 'martinsoft', userId: 1, name: 'Мария Соколова' }

describe.each(databaseKinds)('what a contract says, in $kind', ({ start }) => {
  let database: TestDatabase
  let db: Database

  beforeEach(async () => {
    database = await start()
    db = database.db
    await db.contracts.add(contract(), terms(), [])
  })
  afterEach(() => database.close())

  /** As the use case does it: lock, look, add. */
  const plan = (validFrom: number) =>
    db.transaction(async ({ contracts }) => {
      await contracts.lockTerms('c1')
      const [newest] = await contracts.termsVersions('c1')
      const version = (newest?.version ?? 0) + 1
      await contracts.addTerms('c1', terms({ version, validFrom }), { at: noon, by: maria.name })
    })

  it('two versions at the same moment become two, one after the other', async () => {
    await Promise.all([plan(noon + dayMs), plan(noon + dayMs)])
    const versions = await db.contracts.termsVersions('c1')
    expect(versions.map(({ version }) => version)).toEqual([3, 2, 1])
    expect((await db.contracts.termsAt('c1', noon + dayMs)).version).toBe(3)
    expect((await db.contracts.termsAt('c1', noon + dayMs - 1)).version).toBe(1)
  })

  it('a version is withdrawn once and before it holds; it never counts then', async () => {
    await plan(noon + dayMs)
    const mark = { at: noon, by: maria.name }
    expect(await db.contracts.withdrawTerms('c1', 2, mark)).toBe(true)
    expect(await db.contracts.withdrawTerms('c1', 2, mark)).toBe(false)
    expect(await db.contracts.withdrawTerms('c1', 1, mark)).toBe(false)
    expect((await db.contracts.termsAt('c1', noon + 2 * dayMs)).version).toBe(1)
  })

  it('limits are kept and written over; only limited contracts are watched, of one’s own portals', async () => {
    const unlimited = await db.contractLife.find('c1')
    expect(unlimited).toMatchObject({ endsOn: null, told: [] })
    await db.contractLife.save(contract(), { ...unlimited, place: 'Москва' })
    expect(await db.contractLife.listLimited('all')).toEqual([])
    const limited = { ...unlimited, endsOn: '2026-12-31', told: ['end:2026-12-31:30'] }
    await db.contractLife.save(contract(), limited)
    expect(await db.contractLife.listLimited(['martinsoft'])).toEqual([
      { contractId: 'c1', life: limited },
    ])
    expect(await db.contractLife.listLimited(['other'])).toEqual([])
  })

  it('the change log has what a transaction did, or nothing of it', async () => {
    const entry = {
      ...{ memberId: 'martinsoft', contractId: 'c1', by: maria, at: noon },
      ...{ code: 'contract.changed' as const, about: 'Ромашка' },
      before: { place: '' },
      after: { place: 'Москва' },
    }
    await db.transaction((stores) => stores.audit.record(entry))
    const failing = db.transaction(async (stores) => {
      await stores.audit.record(entry)
      throw new Error('the change itself failed')
    })
    await expect(failing).rejects.toThrow('failed')
    const query = auditQuerySchema.parse({ subject: 'contract', by: maria.name })
    expect(await db.audit.list('martinsoft', query)).toMatchObject([
      { code: 'contract.changed', customerName: 'ООО «Ромашка»', after: { place: 'Москва' } },
    ])
    expect(await db.audit.list('other', query)).toEqual([])
    expect(await db.audit.people('martinsoft')).toEqual([maria.name])
  })
})
