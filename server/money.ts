import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import type { Database } from './db/database.ts'
import { renderContract, renderStatement } from './documents/render.ts'
import { createKeepMoney } from './usecases/keep-money.ts'
import { createMakeDocuments } from './usecases/make-documents.ts'
import { createMakeStatement } from './usecases/make-statement.ts'

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
  return {
    money,
    documents: createMakeDocuments({ db, clock, money, renderStatement, renderContract }),
    makeStatements: createMakeStatement({ db, clock, log, wake: wakeOutbox }),
  }
}
