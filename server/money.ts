import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import type { Database } from './db/database.ts'
import { createThreadRenderers } from './documents/in-threads.ts'
import { ownMailHeaders } from './mail/mail-kind.ts'
import { createKeepMoney } from './usecases/keep-money.ts'
import { createMakeDocuments } from './usecases/make-documents.ts'
import { createMakeStatement } from './usecases/make-statement.ts'
import { createReadReports } from './usecases/read-reports.ts'
import { createSendReports } from './usecases/send-reports.ts'

type World = {
  clock: Clock
  log: Logger
  hasMail: boolean
  wake: (job: 'makeStatements' | 'deliverOutbox' | 'deliverMails') => () => void
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The part of the app that turns the work log into statements, and months into documents. */
export function createMoney(db: Database, { hasMail, clock, log, wake }: World) {
  const wakeOutbox = wake('deliverOutbox')
  const money = createKeepMoney({
    ...{ db, clock, sha256, wakeOutbox },
    wakeMaking: wake('makeStatements'),
  })
  const reports = createReadReports({ db, clock })
  const render = createThreadRenderers()
  return {
    money,
    documents: createMakeDocuments({ db, clock, money, reports, render }),
    makeStatements: createMakeStatement({ db, clock, log, wake: wakeOutbox }),
    sendReports: createSendReports({
      ...{ db, clock, log, reports, render, hasMail, headers: ownMailHeaders },
      wake: wake('deliverMails'),
    }),
  }
}
