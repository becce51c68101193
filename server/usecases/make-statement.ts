import type { Logger } from 'pino'
import { StatementError } from '../../shared/billing/statement-error.ts'
import type { Statement } from '../../shared/billing/statement-shape.ts'
import { CalendarError } from '../../shared/calendar/calendar-error.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'
import type { StatementRecord } from '../db/statements-store.ts'
import { otherStatements, stateMonth } from './state-month.ts'
import { sentNotices } from './statement-notices.ts'

type Deps = { db: Database; clock: Clock; log: Logger; wake: () => void }

const moneyLevel = 3

/**
 * Makes the statement that waits for it. A kill leaves it waiting, and it is made anew; what was
 * entered or sent meanwhile is in it, for it is stored only when nothing of that has changed.
 *
 * @returns whether there was one
 */
export function createMakeStatement({ db, clock, log, wake }: Deps) {
  return async function makeStatement(ours: Ours): Promise<boolean> {
    const wanted = await db.statements.findToMake(ours)
    if (!wanted) return false
    const { contractId, month } = wanted
    try {
      const signature = await signatureOf(wanted)
      const statement = await build(wanted)
      await store(wanted, statement, signature)
    } catch (error) {
      if (!(error instanceof StatementError) && !(error instanceof CalendarError)) throw error
      log.warn({ contractId, month, code: error.code }, 'statement cannot be made')
      const { revision } = wanted
      await db.statements.replace({ ...wanted, wanted: null, problem: error.code }, revision)
    }
    return true
  }

  function build(wanted: StatementRecord): Promise<Statement> {
    const asked = { ...wanted, now: clock.now() }
    return stateMonth(db, asked, (progress) => db.statements.tell(wanted, progress))
  }

  async function store(
    wanted: StatementRecord,
    statement: Statement,
    signature: string,
  ): Promise<void> {
    const isSent = wanted.wanted === 'sent'
    const made: StatementRecord = {
      ...wanted,
      statement,
      state: isSent ? 'sent' : 'draft',
      ...{ wanted: null, problem: null, done: 0, total: 0 },
    }
    await db.transaction(async (stores) => {
      if ((await signatureOf(wanted, stores)) !== signature) return
      if (!(await stores.statements.replace(made, wanted.revision)) || !isSent) return
      const contract = await stores.contracts.find(wanted.contractId)
      const persons = await stores.contracts.persons(wanted.contractId)
      if (contract)
        await stores.outbox.add(sentNotices(contract, persons, made), moneyLevel, clock.now())
    })
    if (isSent) wake()
  }

  async function signatureOf(
    wanted: StatementRecord,
    stores: Pick<Database, 'statements' | 'billableWork'> = db,
  ): Promise<string> {
    const others = await otherStatements(stores, wanted)
    const work = await stores.billableWork.signatureOf(wanted.contractId)
    return [work, ...others.map(({ month, revision }) => `${month} ${String(revision)}`)].join()
  }
}
