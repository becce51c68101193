import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../server/db/database.ts'
import { createLog } from '../../server/log.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import { createMakeStatement } from '../../server/usecases/make-statement.ts'
import { addMonths } from '../../shared/billing/months.ts'
import { storeYearOfWork, yearContract } from '../support/year-of-work.ts'
import { databaseVariable } from './bench-database.ts'
import type { Bench, Figure } from './measure.ts'

const tickets = 2_500
const entriesEach = 4
const after = Date.parse('2027-01-10T12:00:00Z')

/** A year of 10,000 entries, stated month by month, each closed before the next. */
async function measure(folder: string): Promise<Figure[]> {
  const url = process.env[databaseVariable]
  const target = url === undefined ? { file: join(folder, 'desk.db') } : { url }
  const box = createSecretBox([{ id: 'bench', bytes: Buffer.alloc(32, 1) }])
  const db = await openDatabase(target, box)
  await storeYearOfWork(db, { tickets, entriesEach })
  let tellings = 0
  const tell: typeof db.statements.tell = async (at, progress) => {
    tellings += 1
    await db.statements.tell(at, progress)
  }
  const makeStatement = createMakeStatement({
    db: { ...db, statements: { ...db.statements, tell } },
    clock: { now: () => after },
    log: createLog('silent'),
    wake: () => undefined,
  })
  const took: number[] = []
  for (let index = 0; index < 12; index += 1) {
    const month = addMonths('2026-01', index)
    const startedAt = performance.now()
    await db.statements.add({
      ...{ contractId: yearContract.id, month, partnerMemberId: yearContract.partnerMemberId },
      ...{ state: 'draft', revision: 1, wanted: 'sent', done: 0, total: 0, problem: null },
      ...{ statement: null, hash: null, parties: null, events: [] },
    })
    await makeStatement('all')
    const sent = await db.statements.find(yearContract.id, month)
    if (!sent?.statement) throw new Error(`${month} was not made`)
    await db.statements.replace({ ...sent, state: 'closed' }, sent.revision)
    took.push((performance.now() - startedAt) / 1000)
  }
  const stated = (await db.statements.listOf(yearContract.id)).reduce(
    (sum, { statement }) => sum + (statement?.totals.entries ?? 0),
    0,
  )
  await db.close()
  // One that lies across the end of a month is stated in both.
  const lost = Math.max(0, tickets * entriesEach - stated)
  return [
    {
      name: 'a year of 10,000 entries in twelve statements',
      value: sum(took),
      unit: 's',
      target: { below: 60 },
    },
    { name: 'the last of them', value: took.at(-1) ?? 0, unit: 's', target: { below: 5 } },
    {
      name: 'told of the progress of one, times',
      value: tellings / 12,
      unit: 'events',
      target: { atLeast: 10 },
    },
    { name: 'entries that no statement has', value: lost, unit: 'events', target: { below: 1 } },
  ]
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** From the work log to statements. */
export const moneyBench: Bench = {
  name: 'money',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'money-'))
    try {
      return await measure(folder)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}
