import type {
  DocumentLocale,
  ReportDocument,
  StatementDocument,
} from '../../shared/api/documents.ts'
import type { Month } from '../../shared/billing/months.ts'
import type { Clock } from '../../shared/time.ts'
import type { AuditActor } from '../db/audit-store.ts'
import type { Database } from '../db/database.ts'
import type { DocumentFile, Renderers } from '../documents/render.ts'
import { AppError } from '../errors.ts'
import { contractView } from './contract-view.ts'
import type { KeepMoney } from './keep-money.ts'
import { requireParty } from './money-party.ts'
import { partiesOf } from './parties-of.ts'
import type { ReadReports } from './read-reports.ts'

type Deps = {
  db: Database
  clock: Clock
  money: Pick<KeepMoney, 'view'>
  reports: Pick<ReadReports, 'monthly'>
  render: Renderers
}

type Actor = AuditActor & { isManager: boolean }
type At = { contractId: string; month: Month }

export type MakeDocuments = ReturnType<typeof createMakeDocuments>

/** Files of what both parties see on their pages; nobody gets as a file what he may not see there. */
export function createMakeDocuments({ db, clock, money, reports, render }: Deps) {
  return {
    /** @throws AppError `notFound` as long as there is no statement to be seen */
    async ofStatement(
      actor: Actor,
      at: At,
      wanted: { document: StatementDocument; locale: DocumentLocale },
    ): Promise<DocumentFile> {
      const { statement, state, hash, parties } = await money.view(actor, at)
      if (!statement || !state) throw new AppError('notFound', 'There is no such statement')
      return render.renderStatement({ statement, state, hash, parties }, wanted)
    },

    /** @throws AppError as `ReadReports.monthly` */
    async ofReport(
      actor: Actor,
      at: At,
      wanted: { document: ReportDocument; locale: DocumentLocale },
    ): Promise<DocumentFile> {
      const report = await reports.monthly(actor, at)
      const { contract } = await requireParty(db, actor, at.contractId)
      const { partner } = await partiesOf(db, contract)
      return render.renderReport({ report, partnerName: partner.name }, wanted)
    },

    async ofContract(
      actor: Actor,
      contractId: string,
      locale: DocumentLocale,
    ): Promise<DocumentFile> {
      const { contract } = await requireParty(db, actor, contractId)
      const now = clock.now()
      return render.renderContract(await contractView(db, contract, now), { locale, madeAt: now })
    },
  }
}
