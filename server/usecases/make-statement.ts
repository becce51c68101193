import { setImmediate as breathe } from 'node:timers/promises'
import type { Logger } from 'pino'
import { createStatementBuilder } from '../../shared/billing/statement.ts'
import { StatementError } from '../../shared/billing/statement-error.ts'
import type { Statement } from '../../shared/billing/statement-shape.ts'
import { CalendarError } from '../../shared/calendar/calendar-error.ts'
import type { Clock } from '../../shared/time.ts'
import type { Terms } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'
import type { StatementRecord } from '../db/statements-store.ts'
import { contractZone } from './contract-zone.ts'
import { readStatementTickets } from './read-statement-tickets.ts'
import { sentNotices } from './statement-notices.ts'

type Deps = { db: Database; clock: Clock; log: Logger; wake: () => void }

/** Tickets between which the server does other work. */
const pageSize = 100
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

  async function build(wanted: StatementRecord): Promise<Statement> {
    const { contractId, month } = wanted
    const terms = await db.contracts.termsAt(contractId, clock.now())
    const others = await othersOf(wanted)
    const builder = createStatementBuilder({
      month,
      zone: contractZone(terms),
      currency: terms.tariff.currency,
      packages: await db.packages.listOf(contractId),
      others: others.flatMap(({ statement, state }) =>
        statement ? [{ statement, isClosed: state === 'closed' }] : [],
      ),
    })
    const ids = await db.billableWork.ticketIds(contractId)
    const termsOf = rememberTerms(contractId)
    for (let done = 0; done < ids.length; done += pageSize) {
      await db.statements.tell(wanted, { done, total: ids.length })
      const tickets = await readStatementTickets(db, ids.slice(done, done + pageSize), termsOf)
      for (const ticket of tickets) builder.add(ticket)
      await breathe()
    }
    return builder.finish()
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

  /** What holds besides this one: sent, and not made anew since. */
  async function othersOf(
    { contractId, month }: StatementRecord,
    { statements }: Pick<Database, 'statements'> = db,
  ): Promise<StatementRecord[]> {
    const all = await statements.listOf(contractId)
    return all.filter((one) => one.month !== month && one.state !== 'draft')
  }

  async function signatureOf(
    wanted: StatementRecord,
    stores: Pick<Database, 'statements' | 'billableWork'> = db,
  ): Promise<string> {
    const others = await othersOf(wanted, stores)
    const work = await stores.billableWork.signatureOf(wanted.contractId)
    return [work, ...others.map(({ month, revision }) => `${month} ${String(revision)}`)].join()
  }

  function rememberTerms(contractId: string): (version: number) => Promise<Terms> {
    const known = new Map<number, Promise<Terms>>()
    return (version) => {
      const terms = known.get(version) ?? db.contracts.terms(contractId, version)
      known.set(version, terms)
      return terms
    }
  }
}
