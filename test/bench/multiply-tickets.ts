import type { BenchDatabase } from './bench-database.ts'

type Range = { from: number; to: number; now: number }

const minuteMs = 60_000

/**
 * Copies the tickets that people filed, each in turn, from copy `from` to copy `to`; every copy wakes,
 * is swept and is due at some other time to come.
 */
export async function multiplyTickets(database: BenchDatabase, range: Range): Promise<void> {
  const later = `${String(range.now)} + 3600000 + cast(n as bigint) * 1000`
  await copy(database, range, {
    table: 'tickets',
    key: 'id',
    replaced: {
      number: '1000000 + n',
      customer_item_id: '1000000 + n',
      partner_item_id: '1000000 + n',
      wake_at: later,
      sweep_at: later,
    },
  })
  await copy(database, range, {
    table: 'ticket_list',
    key: 'ticket_id',
    replaced: {
      number: '1000000 + n',
      due_order: `due_order + cast(n as bigint) * ${String(minuteMs)}`,
      breaches_at: `breaches_at + cast(n as bigint) * ${String(minuteMs)}`,
    },
  })
  await copy(database, range, {
    table: 'report_tickets',
    key: 'ticket_id',
    replaced: {
      month: monthOf(`n / ${String(ticketsOfMonth)}`),
      over_at: `case when n > ${String(mostOpen)} then registered_at + 1 else over_at end`,
    },
  })
  await copy(database, clocksOf(range), {
    table: 'report_clocks',
    key: 'ticket_id',
    replaced: { month: monthOf(`n / ${String(ticketsOfMonth * clocksOfTicket)}`) },
  })
  // Databases do so by themselves, some time after so great a change.
  await database.query('analyze')
}

/** A firm of a thousand tickets a month, of which the newest are open. */
const ticketsOfMonth = 1_000
const mostOpen = 10_000
const clocksOfTicket = 3

const clocksOf = ({ from, to, now }: Range): Range => ({
  from: (from - 1) * clocksOfTicket + 1,
  to: to * clocksOfTicket,
  now,
})

/** So many months before November 2026, in which the bench plays. */
function monthOf(ago: string): string {
  const count = `(${String(2026 * 12 + 10)} - ${ago})`
  const twoDigits = `substr('010203040506070809101112', (${count} % 12) * 2 + 1, 2)`
  return `cast(${count} / 12 as text) || '-' || ${twoDigits}`
}

type Copied = { table: string; key: string; replaced: Record<string, string> }

async function copy(
  database: BenchDatabase,
  { from, to }: Range,
  { table, key, replaced }: Copied,
) {
  const columns = await database.columnsOf(table)
  const copyId = `${key} || '~' || n`
  const values = columns.map((name) => (name === key ? copyId : (replaced[name] ?? `"${name}"`)))
  await database.query(`
    with recursive counter(n) as
      (select ${String(from)} union all select n + 1 from counter where n < ${String(to)}),
    filed as (
      select *, row_number() over (order by ${key}) - 1 as place, count(*) over () as many
      from ${table} where ${key} not like '%~%'
    )
    insert into ${table} (${columns.map((name) => `"${name}"`).join(', ')})
    select ${values.join(', ')} from counter join filed on filed.place = counter.n % filed.many`)
}
