import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import type { StatementRecord } from '../../server/db/statements-store.ts'
import { createFollowInvoices } from '../../server/jobs/follow-invoices.ts'
import { createLog } from '../../server/log.ts'
import { createMakeStatement } from '../../server/usecases/make-statement.ts'
import { databaseKinds, type TestDatabase } from '../support/start-database-kinds.ts'
import { storeYearOfWork, workOf, yearContract } from '../support/year-of-work.ts'

const { id: contractId, partnerMemberId } = yearContract
const after = Date.parse('2027-01-10T12:00:00Z')
const month = '2026-03'
const wanted: StatementRecord = {
  ...{ contractId, month, partnerMemberId, state: 'draft', revision: 1, wanted: 'draft' },
  ...{ done: 0, total: 0, problem: null, statement: null, hash: null, parties: null, events: [] },
}
const hours = {
  ...{ id: randomUUID(), name: '10 часов', minutes: 600, kopecks: 3_000_000 },
  ...{ fromMonth: month, untilMonth: month, rest: 'expires' as const },
}

describe.each(databaseKinds)('statements and packages in $kind', ({ start }) => {
  let database: TestDatabase
  let db: Database

  beforeEach(async () => {
    database = await start()
    db = database.db
    await storeYearOfWork(db, { tickets: 12, entriesEach: 3 })
    await db.statements.add(wanted)
  })
  afterEach(() => database.close())

  /** @param whileMaking what happens when the making has begun */
  const make = (whileMaking: () => Promise<unknown> = () => Promise.resolve()) => {
    const tell: typeof db.statements.tell = async (at, progress) => {
      await db.statements.tell(at, progress)
      await whileMaking()
    }
    return createMakeStatement({
      db: { ...db, statements: { ...db.statements, tell } },
      clock: { now: () => after },
      log: createLog('silent'),
      wake: () => undefined,
    })('all')
  }
  const found = () => db.statements.find(contractId, month)
  const entriesIn = async () => (await found())?.statement?.totals.entries

  it('what was entered while a statement was made is in it', async () => {
    const late = workOf('t3', { id: 'late', from: Date.parse('2026-03-30T09:00:00Z') })
    await make(() => db.work.add({ ...late, to: late.from + 60_000 }))
    expect(await found()).toMatchObject({ wanted: 'draft', statement: null })
    expect(await make()).toBe(true)
    const entries = await entriesIn()
    expect((await found())?.statement?.lines.flatMap((line) => line.entries)).toContainEqual(
      expect.objectContaining({ id: 'late' }),
    )
    expect(entries).toBe(4)
    expect(await make()).toBe(false)
  })

  it('a making that dies leaves it waiting, with its progress, and is made anew', async () => {
    const killed = make(() => Promise.reject(new Error('killed')))
    await expect(killed).rejects.toThrow('killed')
    expect(await found()).toMatchObject({ wanted: 'draft', done: 0, total: 12, statement: null })
    await make()
    expect(await entriesIn()).toBe(3)
  })

  it('is changed by nobody who has not seen its last change', async () => {
    await make()
    const [one, other] = [await found(), await found()]
    if (!one || !other) throw new Error('There is none')
    expect(await db.statements.replace({ ...one, state: 'sent' }, one.revision)).toBe(true)
    expect(await db.statements.replace({ ...other, state: 'draft' }, other.revision)).toBe(false)
    expect(await found()).toMatchObject({ state: 'sent', revision: one.revision + 1 })
  })

  it('every open invoice is followed, however many there are', async () => {
    const client = { kind: 'company' as const, id: 1, title: 'ООО «Ромашка»' }
    for (let itemId = 1; itemId <= 401; itemId += 1)
      await db.invoices.save({
        ...{ contractId: `c${String(itemId)}`, month, memberId: `portal ${String(itemId % 3)}` },
        ...{ client, itemId, hasRows: true, stage: null, problem: null },
      })
    const asked: number[] = []
    const paid = { STATUS_ID: 'P', NAME: 'Оплачен', SEMANTICS: 'S' }
    const run = (command: { ids?: readonly number[] }) => {
      asked.push(...(command.ids ?? []))
      const items = command.ids?.map((id) => ({ id, stageId: 'P', categoryId: 1 }))
      return Promise.resolve(items ?? [paid])
    }
    const follow = createFollowInvoices({
      ...{ db, log: createLog('silent') },
      clients: { forPortal: () => Promise.resolve({ run }) },
      commands: {
        listInvoicesById: (ids: readonly number[]) => ({ ids }),
        listInvoiceStages: () => ({}),
      },
    } as never)
    expect(await follow('all')).toBe(true)
    expect(asked.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 401 }, (_, n) => n + 1))
    expect(await follow('all')).toBe(false)
  })

  it('a package is sold once for its id, and only its contract has it', async () => {
    const sold = { at: after, by: 'Мария' }
    expect(await db.packages.add(contractId, hours, sold)).toBe(true)
    expect(await db.packages.add(contractId, hours, sold)).toBe(false)
    expect(await db.packages.listOf(contractId)).toEqual([hours])
    expect(await db.packages.listOf('another')).toEqual([])
    await make()
    expect((await found())?.statement?.packages[0]?.used).toBeGreaterThan(0)
  })
})
