import type { ReportQuery, TicketsBehindQuery } from '../../shared/api/report.ts'
import { ageBuckets } from '../../shared/report/age.ts'
import type { ClockName } from '../../shared/sla/clock.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import { never } from './report-rows-store.ts'

export const dayMs = 86_400_000

const clocksOwedBy = {
  partner: ['reaction', 'statusUpdate', 'resolution'],
  customer: ['replyDuty', 'phoneDuty'],
} as const satisfies Record<Side, readonly ClockName[]>

/** By what a figure is narrowed besides its period. */
export type Narrowing = Pick<ReportQuery, 'contract' | 'level' | 'engineer'>

/** Which rows of one partner's a figure counts; the list behind it has the same ones. */
export function reportConditions(db: Db, memberId: string, now: Instant) {
  return { settled, registered, open, behind }

  /** Clocks that are settled by now and belong to a month of the period. */
  function settled({ from, to, contract, level, engineer }: ReportQuery) {
    let rows = db
      .selectFrom('report_clocks')
      .where('partner_member_id', '=', memberId)
      .where('month', '>=', from)
      .where('month', '<=', to)
      .where('settles_at', '<=', now)
      .where('holds_after', '<', now)
      .where('holds_until', '>=', now)
    if (contract !== undefined) rows = rows.where('contract_id', '=', contract)
    if (level !== undefined) rows = rows.where('level', '=', level)
    if (engineer !== undefined) rows = rows.where('engineer_id', '=', engineer)
    return rows
  }

  function registered(query: ReportQuery) {
    return tickets(query).where('month', '>=', query.from).where('month', '<=', query.to)
  }

  function open(by: Narrowing) {
    return tickets(by).where('over_at', '=', never)
  }

  function tickets({ contract, level, engineer }: Narrowing) {
    let rows = db.selectFrom('report_tickets').where('partner_member_id', '=', memberId)
    if (contract !== undefined) rows = rows.where('contract_id', '=', contract)
    if (level !== undefined) rows = rows.where('level', '=', level)
    if (engineer !== undefined) rows = rows.where('engineer_id', '=', engineer)
    return rows
  }

  function behind(query: TicketsBehindQuery) {
    if (query.of === 'clocks') return clocksBehind(query).select('ticket_id')
    if (query.of === 'open') return openBehind(query).select('ticket_id')
    const rows = registered(query)
    const { hour } = query
    return (hour === undefined ? rows : rows.where('hour', '=', hour)).select('ticket_id')
  }

  function clocksBehind(query: TicketsBehindQuery) {
    const { clock, owedBy, outcome, overMinutes, upToMinutes } = query
    let rows = settled(query)
    if (owedBy !== undefined) rows = rows.where('clock', 'in', clocksOwedBy[owedBy])
    if (clock !== undefined) rows = rows.where('clock', '=', clock)
    if (outcome !== undefined) rows = rows.where('outcome', '=', outcome)
    if (overMinutes !== undefined) rows = rows.where('used_minutes', '>', overMinutes)
    if (upToMinutes !== undefined) rows = rows.where('used_minutes', '<=', upToMinutes)
    return rows
  }

  function openBehind(query: TicketsBehindQuery) {
    const rows = open(query)
    if (query.age === undefined) return rows
    const [younger, older] = [ageBuckets[query.age - 1], ageBuckets[query.age]]
    const old =
      younger === undefined ? rows : rows.where('registered_at', '<', now - younger * dayMs)
    return older === undefined ? old : old.where('registered_at', '>=', now - older * dayMs)
  }
}
