import { sql } from 'kysely'
import type { ReportQuery, TicketsBehindQuery } from '../../shared/api/report.ts'
import { ageBuckets } from '../../shared/report/age.ts'
import type { Cell, DashboardInput } from '../../shared/report/dashboard.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import { dayMs, type Narrowing, reportConditions } from './report-conditions.ts'

const pageSize = 50

/** Counts what `report_rows` keeps. Every query is limited to one partner, or to a proven contract. */
export function createReportFiguresStore(db: Db) {
  return {
    /** Settled clocks of a period by everything that they are grouped by. */
    async cells(memberId: string, query: ReportQuery, now: Instant): Promise<Cell[]> {
      const rows = await reportConditions(db, memberId, now)
        .settled(query)
        .select(['month', 'contract_id as contractId', 'level', 'clock', 'outcome'])
        .select(['engineer_id as engineerId', ({ fn }) => fn.countAll<number>().as('count')])
        .groupBy(['month', 'clock', 'level', 'outcome', 'contract_id', 'engineer_id'])
        .execute()
      return rows as Cell[]
    },

    /** How often which time was taken, of those that have ended. */
    async times(
      memberId: string,
      query: ReportQuery,
      now: Instant,
    ): Promise<DashboardInput['times']> {
      const rows = await reportConditions(db, memberId, now)
        .settled(query)
        .where('clock', 'in', ['reaction', 'statusUpdate'])
        .where('used_minutes', 'is not', null)
        .select(['clock', 'used_minutes as minutes'])
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .groupBy(['clock', 'used_minutes'])
        .execute()
      return rows.map(({ clock, minutes, count }) => ({
        clock: clock === 'reaction' ? 'reaction' : 'statusUpdate',
        minutes: minutes ?? 0,
        count,
      }))
    },

    /** Registrations of a period by hour of the week. */
    async load(
      memberId: string,
      query: ReportQuery,
      now: Instant,
    ): Promise<DashboardInput['load']> {
      const rows = await reportConditions(db, memberId, now)
        .registered(query)
        .select(['hour', ({ fn }) => fn.countAll<number>().as('count')])
        .groupBy('hour')
        .execute()
      return rows.map(({ hour, count }) => ({ hour, count }))
    },

    /** Open tickets by age, whenever they were registered. */
    async ages(memberId: string, by: Narrowing, now: Instant): Promise<DashboardInput['ages']> {
      const younger = ageBuckets.map(
        (days, column) => sql`when registered_at >= ${now - days * dayMs} then ${sql.lit(column)}`,
      )
      const column = sql<number>`case ${sql.join(younger, sql` `)} else ${sql.lit(ageBuckets.length)} end`
      const rows = await db
        .selectFrom(
          reportConditions(db, memberId, now).open(by).select(column.as('age')).as('aged'),
        )
        .select(['age', ({ fn }) => fn.countAll<number>().as('count')])
        .groupBy('age')
        .execute()
      return rows.map(({ age, count }) => ({ column: age, count }))
    },

    /** Tickets behind a figure, by their numbers, the newest first; `total` of all pages. */
    async ticketsBehind(memberId: string, query: TicketsBehindQuery, now: Instant) {
      const behind = reportConditions(db, memberId, now).behind(query).distinct()
      const { total } = await db
        .selectFrom(behind.as('behind'))
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow()
      let page = db
        .selectFrom('ticket_list')
        .where('ticket_id', 'in', behind)
        .select(['ticket_id', 'number'])
      if (query.after !== undefined) page = page.where('number', '<', query.after)
      const rows = await page
        .orderBy('number', 'desc')
        .limit(pageSize + 1)
        .execute()
      const shown = rows.slice(0, pageSize)
      return {
        ids: shown.map((row) => row.ticket_id),
        next: rows.length > shown.length ? (shown.at(-1)?.number ?? null) : null,
        total,
      }
    },

    /** Tickets of a contract that lived in a span or have a clock that is settled in the month. */
    async ticketsOf(
      contractId: string,
      { month, from, until }: { month: string; from: Instant; until: Instant },
    ): Promise<string[]> {
      const rows = await db
        .selectFrom('report_tickets')
        .select('ticket_id')
        .where('contract_id', '=', contractId)
        .where('over_at', '>=', from)
        .where('registered_at', '<', until)
        .union(
          db
            .selectFrom('report_clocks')
            .select('ticket_id')
            .where('contract_id', '=', contractId)
            .where('month', '=', month),
        )
        .execute()
      return rows.map((row) => row.ticket_id)
    },

    /** When the first ticket of a contract was registered. */
    async firstOf(contractId: string): Promise<Instant | null> {
      const row = await db
        .selectFrom('report_tickets')
        .select(({ fn }) => fn.min<number | null>('registered_at').as('at'))
        .where('contract_id', '=', contractId)
        .executeTakeFirst()
      return row?.at ?? null
    },
  }
}
