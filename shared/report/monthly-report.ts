import { addMonths, type Month, monthAt, startOfMonth } from '../billing/months.ts'
import { contractZone } from '../sla/holds-from.ts'
import { type ClockName, type SlaClock } from '../sla/clock.ts'
import { levels } from '../sla/level.ts'
import { clocksAt, type TicketClocks } from '../sla/ticket-clocks.ts'
import type { Instant } from '../time.ts'
import { agesOf } from './age.ts'
import { clockRecordsOf, type ClockRecord, holdsAt } from './clock-record.ts'
import { distributionOf, type TimeCount } from './distribution.ts'
import { downgradesOf } from './downgrades.ts'
import { explainBreach } from './explain-breach.ts'
import type { ComplianceRow, MonthlyReport } from './monthly-report-shape.ts'
import type { ReportTicket } from './report-ticket.ts'
import { settlementOf } from './settlement.ts'
import { emptyTally } from './tally.ts'
import { isOpenAt } from './ticket-record.ts'

export type MonthlyReportInput = {
  contractId: string
  customerName: string
  month: Month
  /** In which months begin: that of the contract. */
  zone: string
  now: Instant
  /** Of the contract; those without anything in the month do no harm. */
  tickets: readonly ReportTicket[]
  /** The month's work as a statement has it; null without any. */
  work: MonthlyReport['work']
}

type Period = { month: Month; from: Instant; until: Instant; asOf: Instant; now: Instant }

const clockOrder: readonly ClockName[] = [
  'reaction',
  'statusUpdate',
  'resolution',
  'replyDuty',
  'phoneDuty',
]

/**
 * The month of a contract from its tickets' clocks. Pure; the order of the tickets does not matter.
 *
 * @throws CalendarError `yearMissing`
 */
export function buildMonthlyReport(input: MonthlyReportInput): MonthlyReport {
  const { contractId, customerName, month, zone, now, work } = input
  const from = startOfMonth(zone, month)
  const until = startOfMonth(zone, addMonths(month, 1))
  const period: Period = { month, from, until, asOf: Math.min(now, until), now }
  const tickets = input.tickets.toSorted((a, b) => a.number - b.number)
  const records = tickets.flatMap((ticket) => recordsOf(ticket, now))
  const settled = records.filter((record) => isSettledIn(record, period))
  return {
    ...{ contractId, customerName, month, zone, from, until },
    asOf: period.asOf,
    isMonthOver: now >= until,
    tickets: countTickets(tickets, period),
    compliance: complianceRows(settled, openAt(records, period.asOf)),
    times: {
      reaction: distributionOf(timesOf(settled, 'reaction')),
      statusUpdate: distributionOf(timesOf(settled, 'statusUpdate')),
    },
    breaches: tickets
      .flatMap((ticket) => breachesOf(ticket, period))
      .toSorted((a, b) => a.breachedAt - b.breachedAt || a.number - b.number),
    downgrades: tickets
      .flatMap((ticket) => downgradesOf(ticket, now))
      .filter(({ at }) => at >= from && at < until)
      .toSorted((a, b) => a.at - b.at || a.number - b.number),
    work,
  }
}

const recordsOf = ({ clocks, calendar }: ReportTicket, now: Instant): ClockRecord[] =>
  clockRecordsOf(clocks, calendar).filter((record) => holdsAt(record, now))

const isSettledIn = ({ settlement, month }: ClockRecord, period: Period): boolean =>
  settlement !== null && settlement.at <= period.now && month === period.month

/** Begun and not settled: settled exactly then is settled. */
const openAt = (records: readonly ClockRecord[], at: Instant): ClockRecord[] =>
  records.filter(
    ({ startedAt, settlement }) => startedAt < at && (settlement === null || settlement.at > at),
  )

function complianceRows(
  settled: readonly ClockRecord[],
  open: readonly ClockRecord[],
): ComplianceRow[] {
  const rows = new Map<string, ComplianceRow>()
  const rowOf = ({ name, owedBy, level }: ClockRecord): ComplianceRow => {
    const key = `${String(clockOrder.indexOf(name))} ${String(level)}`
    const row = rows.get(key) ?? { clock: name, owedBy, level, ...emptyTally }
    rows.set(key, row)
    return row
  }
  for (const record of settled) if (record.settlement) rowOf(record)[record.settlement.outcome] += 1
  for (const record of open) rowOf(record).open += 1
  return [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

const timesOf = (records: readonly ClockRecord[], wanted: ClockName): TimeCount[] =>
  records.flatMap(({ name, usedMinutes }) =>
    name === wanted && usedMinutes !== null ? [{ minutes: usedMinutes, count: 1 }] : [],
  )

function countTickets(
  tickets: readonly ReportTicket[],
  { from, until, asOf }: Period,
): MonthlyReport['tickets'] {
  const registered = tickets.filter(
    ({ clocks: { registeredAt } }) => registeredAt >= from && registeredAt < until,
  )
  const open = tickets.filter(({ clocks, history }) => isOpenAt(clocks, history, asOf))
  return {
    registered: registered.length,
    registeredByLevel: levels.map((level) => ({
      level,
      count: registered.filter(({ clocks }) => clocksAt(clocks, asOf).level === level).length,
    })),
    open: open.length,
    openByAge: agesOf(
      open.map(({ clocks }) => clocks.registeredAt),
      asOf,
    ),
  }
}

function breachesOf(ticket: ReportTicket, { month, now }: Period) {
  const inForce: TicketClocks = clocksAt(ticket.clocks, now)
  if (!inForce.isEnforced) return []
  const zone = contractZone(ticket.calendar)
  const isIn = (clock: SlaClock) => {
    const settlement = settlementOf(clock)
    return (
      settlement?.outcome === 'breached' &&
      settlement.at <= now &&
      monthAt(zone, settlement.at) === month
    )
  }
  return inForce.clocks.filter(isIn).map((clock) => explainBreach(ticket, clock, now))
}
