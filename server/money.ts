import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import type { Database } from './db/database.ts'
import { renderers } from './documents/render.ts'
import { createKeepMoney } from './usecases/keep-money.ts'
import { createMakeDocuments } from './usecases/make-documents.ts'
import { createMakeStatement } from './usecases/make-statement.ts'
import { createReadReports } from './usecases/read-reports.ts'

type World = {
  clock: Clock
  log: Logger
  wake: (job: 'makeStatements' | 'deliverOutbox') => () => void
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The part of the app that turns the work log into packages used and statements. */
export function createMoney(db: Database, { clock, log, wake }: World) {
  const wakeOutbox = wake('deliverOutbox')
  const money = createKeepMoney({
    ...{ db, clock, sha256, wakeOutbox },
    wakeMaking: wake('makeStatements'),
  })
  const reports = createReadReports({ db, clock })
  return {
    money,
    documents: createMakeDocuments({ db, clock, money, reports, render: renderers }),
    makeStatements: createMakeStatement({ db, clock, log, wake: wakeOutbox }),
  }
}
