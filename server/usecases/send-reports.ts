import type { Logger } from 'pino'
import { defaultMailChoice } from '../../shared/api/mail-choices.ts'
import { addMonths, type Month, monthAt } from '../../shared/billing/months.ts'
import type { MonthlyReport } from '../../shared/report/monthly-report-shape.ts'
import { reportDueAt } from '../../shared/report/report-due.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { Clock } from '../../shared/time.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import type { NewMail } from '../db/mails-store.ts'
import type { Ours } from '../db/ours.ts'
import type { ReportPlan } from '../db/report-plans-store.ts'
import type { Renderers } from '../documents/render.ts'
import type { ReadReports } from './read-reports.ts'
import { partiesOf } from './parties-of.ts'
import { reportMail } from './report-mail.ts'

type Deps = {
  db: Database
  clock: Clock
  log: Logger
  reports: Pick<ReadReports, 'ofContract'>
  render: Pick<Renderers, 'renderReport'>
  /** Headers of every mail of ours. */
  headers: Readonly<Record<string, string>>
  /** Whether there is a relay that takes mail; without one, months go by unsent. */
  hasMail: boolean
  wake: () => void
}

const hourMs = 60 * 60_000

/**
 * Sends a contract's month to its organisational contacts when the first working day after it
 * begins: once, for the mails are stored together with the plan's next month. After a standstill
 * the months that were missed follow one after the other.
 *
 * @returns whether there was one to be sent
 */
export function createSendReports(deps: Deps) {
  const { db, clock, log, reports, render, headers, hasMail, wake } = deps

  return async function sendReports(ours: Ours): Promise<boolean> {
    for (const contract of await db.reportPlans.unplanned(ours)) await plan(contract)
    const due = await db.reportPlans.findDue(clock.now(), ours)
    if (!due) return false
    try {
      await send(due)
    } catch (error) {
      const { contractId, month } = due
      log.error({ err: error, contractId, month }, 'monthly report not made, tried again later')
      // The reports of others do not wait for it.
      await db.reportPlans.replace(due, { month, dueAt: clock.now() + hourMs })
    }
    return true
  }

  async function plan(contract: Pick<ReportPlan, 'contractId' | 'memberId'>): Promise<void> {
    const calendar = await calendarOf(contract.contractId)
    const month = monthAt(contractZone(calendar), clock.now())
    await db.reportPlans.add({ ...contract, month, dueAt: reportDueAt(calendar, month) })
  }

  async function send(due: ReportPlan): Promise<void> {
    const calendar = await calendarOf(due.contractId)
    // The calendar may be another since it was planned.
    const dueAt = reportDueAt(calendar, due.month)
    if (dueAt > clock.now()) {
      await db.reportPlans.replace(due, { month: due.month, dueAt })
      return
    }
    const contract = await db.contracts.find(due.contractId)
    const mails = hasMail && contract ? await mailsOf(contract, due) : []
    const month = addMonths(due.month, 1)
    const isSent = await db.transaction(async (stores) => {
      const next = { month, dueAt: reportDueAt(calendar, month) }
      if (!(await stores.reportPlans.replace(due, next))) return false
      await stores.mails.add(mails, clock.now())
      return true
    })
    if (isSent && mails.length > 0) wake()
  }

  async function mailsOf(contract: ContractRecord, { month }: ReportPlan): Promise<NewMail[]> {
    const readers = await readersOf(contract.id)
    if (readers.length === 0) return []
    const report = await reports.ofContract(contract, month)
    if (isEmpty(report)) return []
    const partnerName = (await partiesOf(db, contract)).partner.name
    const mails: NewMail[] = []
    // One document serves all who read the same language.
    for (const locale of new Set(readers.map((reader) => reader.locale))) {
      const wanted = { document: 'report.pdf', locale } as const
      const { name, type, bytes } = await render.renderReport({ report, partnerName }, wanted)
      const said = reportMail(report, locale)
      const files = [{ name, type, base64: bytes.toString('base64') }]
      const its = readers.filter((reader) => reader.locale === locale)
      mails.push(...its.map((reader) => ({ ...mailTo(reader, contract, month), ...said, files })))
    }
    return mails
  }

  function mailTo(reader: Reader, { id, partnerMemberId: memberId }: ContractRecord, month: Month) {
    return {
      ...{ key: `report:${id}:${month}:${reader.id}`, memberId, about: null },
      ...{ reader: reader.name, to: reader.email, headers: { ...headers } },
    }
  }

  /** The organisational contacts whom mail reaches and who want any. */
  async function readersOf(contractId: string): Promise<Reader[]> {
    const choices = await db.personMail.listOf(contractId)
    const persons = await db.contracts.persons(contractId)
    return persons.flatMap(({ id, name, email, isOrganisational }) => {
      const known = choices.find(({ personId }) => personId === id)
      const { wish, locale, bounce } = known ?? { ...defaultMailChoice, bounce: null }
      const isReached = isOrganisational && email !== '' && bounce === null && wish !== 'none'
      return isReached ? [{ id, name, email, locale }] : []
    })
  }

  async function calendarOf(contractId: string) {
    return (await db.contracts.termsAt(contractId, clock.now())).calendar
  }
}

type Reader = { id: string; name: string; email: string; locale: 'ru' | 'en' }

/** Nothing came in, was open, was settled or was worked on. */
const isEmpty = ({ tickets, compliance, work }: MonthlyReport): boolean =>
  tickets.registered + tickets.open + compliance.length === 0 && work === null
