import type {
  ReportContracts,
  ReportQuery,
  TicketsBehind,
  TicketsBehindQuery,
} from '../../shared/api/report.ts'
import { addMonths, type Month, monthAt, startOfMonth } from '../../shared/billing/months.ts'
import { buildDashboard, type Dashboard } from '../../shared/report/dashboard.ts'
import { buildMonthlyReport } from '../../shared/report/monthly-report.ts'
import type { MonthlyReport } from '../../shared/report/monthly-report-shape.ts'
import type { ReportTicket } from '../../shared/report/report-ticket.ts'
import type { Clock } from '../../shared/time.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { ContractRecord, Terms } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { AppError } from '../errors.ts'
import { partyOf, requireParty } from './money-party.ts'
import { workOfMonth } from './work-of-month.ts'

type Deps = { db: Database; clock: Clock }

/** A user of a portal, as the session proves. */
type Asking = { memberId: string; userId: number; isManager: boolean }

export type ReadReports = ReturnType<typeof createReadReports>

/** How both parties keep what they owe: over all customers, and of one contract's month. */
export function createReadReports({ db, clock }: Deps) {
  return {
    monthly,
    ofContract,

    /** Whose portal asks is its partner; rights are the door's. */
    async dashboard(memberId: string, query: ReportQuery): Promise<Dashboard> {
      const now = clock.now()
      const [cells, times, load, ages] = await Promise.all([
        db.reportFigures.cells(memberId, query, now),
        db.reportFigures.times(memberId, query, now),
        db.reportFigures.load(memberId, query, now),
        db.reportFigures.ages(memberId, query, now),
      ])
      return buildDashboard({ from: query.from, to: query.to, asOf: now, cells, times, load, ages })
    },

    async ticketsBehind(memberId: string, query: TicketsBehindQuery): Promise<TicketsBehind> {
      const found = await db.reportFigures.ticketsBehind(memberId, query, clock.now())
      const tickets = await db.tickets.listByIds(found.ids)
      const contracts = await db.contracts.listOfPartner(memberId)
      const names = new Map(contracts.map(({ id, customerName }) => [id, customerName]))
      return {
        total: found.total,
        next: found.next,
        tickets: tickets.map((ticket) => ({
          ...{ id: ticket.id, number: ticket.number, title: ticket.title },
          customerName: names.get(ticket.contractId) ?? '',
          ...{ level: ticket.level, stage: ticket.stage, itemId: ticket.itemIds.partner },
        })),
      }
    },

    /** @throws AppError `forbidden` for anybody but managers and organisational contacts */
    async contracts(asking: Asking): Promise<ReportContracts> {
      const { contracts } = await partyOf(db, asking)
      const linked = contracts.filter(({ customerMemberId }) => customerMemberId !== null)
      const views = linked.map(async ({ id, customerName }) => ({
        ...{ id, customerName },
        months: await monthsOf(id),
      }))
      return { contracts: await Promise.all(views) }
    },
  }

  /** @throws AppError as `requireParty`; `badRequest` for a month that has not begun */
  async function monthly(
    asking: Asking,
    { contractId, month }: { contractId: string; month: Month },
  ): Promise<MonthlyReport> {
    const { contract } = await requireParty(db, asking, contractId)
    return ofContract(contract, month)
  }

  /** Whoever asks has been proven before. @throws AppError `badRequest` for a month that has not begun */
  async function ofContract(
    { id: contractId, customerName }: ContractRecord,
    month: Month,
  ): Promise<MonthlyReport> {
    const now = clock.now()
    const { calendar } = await db.contracts.termsAt(contractId, now)
    const zone = contractZone(calendar)
    const from = startOfMonth(zone, month)
    if (from > now)
      throw new AppError('badRequest', 'This month is still to come', { field: 'month' })
    const until = startOfMonth(zone, addMonths(month, 1))
    const ids = await db.reportFigures.ticketsOf(contractId, { month, from, until })
    return buildMonthlyReport({
      ...{ contractId, customerName, month, zone, now },
      tickets: await readTickets(contractId, ids),
      work: await workOfMonth(db, { contractId, month, now }),
    })
  }

  async function readTickets(contractId: string, ids: readonly string[]): Promise<ReportTicket[]> {
    const tickets: ReportTicket[] = []
    const versions = new Map<number, Terms>()
    for (const ticket of await db.tickets.listByIds(ids)) {
      const version = ticket.termsVersion
      const terms = versions.get(version) ?? (await db.contracts.terms(contractId, version))
      versions.set(version, terms)
      tickets.push(await readTicket(ticket, terms))
    }
    return tickets
  }

  async function readTicket(ticket: Ticket, { calendar, version }: Terms): Promise<ReportTicket> {
    const { id, number, title, clocks } = ticket
    const history = await db.history.facts(id)
    return { id, number, title, clocks, history, calendar, calendarVersion: String(version) }
  }

  /** From that of the first ticket to the present one, the newest first. */
  async function monthsOf(contractId: string): Promise<Month[]> {
    const now = clock.now()
    const { calendar } = await db.contracts.termsAt(contractId, now)
    const zone = contractZone(calendar)
    const first = monthAt(zone, (await db.reportFigures.firstOf(contractId)) ?? now)
    const months: Month[] = []
    for (let month = monthAt(zone, now); month >= first; month = addMonths(month, -1))
      months.push(month)
    return months
  }
}
