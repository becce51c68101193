import pg from 'pg'
import { openDatabase } from '../../server/db/database.ts'
import { isOver, type Stage } from '../../shared/ticket/stages.ts'
import { sweepEveryMs } from '../../server/usecases/sweep-plan.ts'
import { box } from './keys.ts'
import type { Patterns } from './patterns.ts'
import {
  contractSql,
  customersOf,
  firstItemId,
  memberIdOf,
  partnersOf,
  patternSql,
  type Size,
} from './plan.ts'

type Filling = { url: string; size: Size; patterns: Patterns; portalsUrl: string }

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Tickets that one statement copies. */
const portion = 50_000
const atOnce = 2
/** An open ticket is thought about as often as that: warnings, breaches, duties. */
const spreadMs = 4 * hourMs

/**
 * Fills the database with copies of what the patterns left in it: rows go from table to table in SQL,
 * whatever columns there are. The patterns' own portals are uninstalled.
 */
export async function fill({ url, size, patterns, portalsUrl }: Filling): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: atOnce })
  try {
    await fillPortals({ url, size, patterns, portalsUrl })
    await planTickets(pool, size, patterns)
    await fillUpkeep(pool, size, patterns)
    await fillContracts(pool, size)
    const tables = await tablesWith(pool, 'ticket_id')
    for (const table of ['tickets', ...tables]) await copyTickets(pool, size, table)
    await spreadDues(pool, patterns.now)
    await retire(pool, patterns)
    await pool.query('vacuum analyze')
  } finally {
    await pool.end()
  }
}

/** Sealed with the keys of the app, therefore by its own stores. */
async function fillPortals({ url, size, patterns, portalsUrl }: Filling): Promise<void> {
  const db = await openDatabase({ url }, box)
  const { now } = patterns
  try {
    const originals = {
      partner: await db.portals.find(patterns.memberIds.partner),
      customer: await db.portals.find(patterns.memberIds.customer),
    }
    const add = async (index: number) => {
      const original = originals[index < partnersOf(size) ? 'partner' : 'customer']
      if (!original) throw new Error('There is no pattern of the portal')
      const memberId = memberIdOf(index)
      const clientEndpoint = `${portalsUrl}/p/${String(index)}/rest/`
      const { host } = new URL(portalsUrl)
      const endpoints = { clientEndpoint, serverEndpoint: `${portalsUrl}/rest/` }
      await db.portals.save({
        ...{ ...original, ...endpoints, memberId, host },
        applicationToken: `proof-${String(index)}`,
        sweptUntil: now - (index % 60) * 60_000,
      })
      await db.tokens.save({
        ...{ ...endpoints, memberId, userId: 1, scope: ['crm'], refreshedAt: now },
        accessToken: `access-${String(index)}-0`,
        refreshToken: `refresh-${String(index)}`,
        expiresAt: now + hourMs,
      })
    }
    const numbers = Array.from({ length: size.portals }, (_, index) => index)
    const take = async () => {
      for (let index = numbers.pop(); index !== undefined; index = numbers.pop()) await add(index)
    }
    await Promise.all(Array.from({ length: 8 }, take))
  } finally {
    await db.close()
  }
}

/** Which ticket belongs to which contract, and of which pattern it is a copy. */
async function planTickets(pool: pg.Pool, size: Size, { memberIds }: Patterns) {
  await pool.query(`
    create unlogged table simulated_patterns as
      select id, number - min(number) over () as place from tickets
      where partner_member_id = '${memberIds.partner}'`)
  await pool.query(`
    create unlogged table simulated_contracts as
      select c, md5('contract' || c)::uuid::text as id, ${memberSql(`c % ${String(partnersOf(size))}`)} as partner,
        ${memberSql(`c + ${String(partnersOf(size))}`)} as customer
      from generate_series(0, ${String(customersOf(size) - 1)}) c`)
  await pool.query(`
    create unlogged table simulated_tickets as
      select n, md5('ticket' || n)::uuid::text as id, p.id as pattern, p.place,
        c.id as contract, c.partner, c.customer
      from generate_series(1, ${String(size.tickets)}) n
      join simulated_contracts c on c.c = ${contractSql(size)}
      join simulated_patterns p on p.place = ${patternSql()}`)
  await pool.query('create index on simulated_tickets (n)')
  await pool.query('analyze simulated_tickets')
}

const memberSql = (portal: string) => `'p' || lpad((${portal})::text, 31, '0')`

async function fillUpkeep(pool: pg.Pool, size: Size, { now, memberIds }: Patterns): Promise<void> {
  const isPartner = `i < ${String(partnersOf(size))}`
  const original = `case when ${isPartner} then '${memberIds.partner}' else '${memberIds.customer}' end`
  await copyRows(pool, {
    table: 'portal_upkeep',
    from: `generate_series(0, ${String(size.portals - 1)}) i join portal_upkeep t on t.member_id = ${original}`,
    replaced: {
      member_id: memberSql('i'),
      looked_at: `${String(now)} - (i * 7919 % 60000)`,
      checked_at: `${String(now)} - (i::bigint * 7919000 % ${String(hourMs)})`,
      check_at: `${String(now + hourMs)} - (i::bigint * 7919000 % ${String(hourMs)})`,
      offline_since: `case when t.offline_since is null then null else ${String(now - 2 * hourMs)} end`,
    },
  })
  await copyRows(pool, {
    table: 'portal_users',
    from: `generate_series(0, ${String(size.portals - 1)}) i join portal_users t on t.member_id = ${original}`,
    replaced: { member_id: memberSql('i') },
  })
}

async function fillContracts(pool: pg.Pool, size: Size): Promise<void> {
  const from = (table: string, key: string) =>
    `simulated_contracts s join ${table} t on t.${key} = (select contract_id from tickets limit 1)`
  const common = {
    contract_id: 's.id',
    partner_member_id: 's.partner',
    customer_member_id: 's.customer',
  }
  for (const table of ['contract_terms', 'persons'])
    await copyRows(pool, {
      table,
      from: from(table, 'contract_id'),
      replaced: { ...common, ...(table === 'persons' && { id: `t.id || '~' || s.c` }) },
    })
  await copyRows(pool, {
    table: 'contracts',
    from: from('contracts', 'id'),
    replaced: {
      ...common,
      id: 's.id',
      customer_name: `t.customer_name || ' ' || s.c`,
      next_number: String(2 * firstItemId + size.tickets),
    },
  })
}

/** Rows of patterns become rows of their copies. */
async function copyTickets(pool: pg.Pool, size: Size, table: string): Promise<void> {
  const key = table === 'tickets' ? 'id' : 'ticket_id'
  const own = `replace(t.%, t.${key}, s.id)`
  const renamed = (column: string) => own.replace('%', column)
  const replaced = {
    ticket_id: 's.id',
    id: table === 'tickets' ? 's.id' : renamed('id'),
    key: table === 'outbox' ? renamed('key') : 't.key',
    effect: renamed('effect'),
    contract_id: 's.contract',
    partner_member_id: 's.partner',
    customer_member_id: 's.customer',
    member_id: `case when t.member_id = (select min(member_id) from portals where role = 'partner' and member_id not like 'p0%') then s.partner else s.customer end`,
    number: `${String(firstItemId)} + s.n`,
    customer_item_id: `${String(firstItemId)} + s.n`,
    partner_item_id: `${String(firstItemId)} + s.n`,
    item_id: `${String(firstItemId)} + s.n`,
    activity_id: `${String(firstItemId)} + s.n`,
  }
  const starts: number[] = []
  for (let start = 1; start <= size.tickets; start += portion) starts.push(start)
  const take = async () => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift())
      await copyRows(pool, {
        table,
        from: `simulated_tickets s join ${table} t on t.${key} = s.pattern
          where s.n between ${String(start)} and ${String(start + portion - 1)}`,
        replaced: table === 'facts' ? { ticket_id: 's.id' } : replaced,
      })
  }
  await Promise.all(Array.from({ length: atOnce }, take))
}

type Copied = { table: string; from: string; replaced: Record<string, string> }

/** Ids that the database counts are left to it. */
async function copyRows(pool: pg.Pool, { table, from, replaced }: Copied): Promise<void> {
  const { rows } = await pool.query<{ name: string; counted: string }>(
    `select column_name as name, is_identity as counted from information_schema.columns
     where table_name = $1 and table_schema = 'public' order by ordinal_position`,
    [table],
  )
  const columns = rows.filter(({ counted }) => counted === 'NO').map(({ name }) => name)
  const values = columns.map((name) => replaced[name] ?? `t."${name}"`)
  const names = columns.map((name) => `"${name}"`).join(', ')
  await pool.query(`insert into ${table} (${names}) select ${values.join(', ')} from ${from}`)
}

/** Tables of which the patterns have rows. */
async function tablesWith(pool: pg.Pool, column: string): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select c.table_name as name from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.column_name = $1 and c.table_schema = 'public' and t.table_type = 'BASE TABLE'
     order by c.table_name`,
    [column],
  )
  const names = rows.map(({ name }) => name).filter((name) => !name.startsWith('simulated'))
  const counts = await Promise.all(
    names.map((name) =>
      pool.query<{ some: boolean }>(`select exists (select from ${name}) as some`),
    ),
  )
  return names.filter((_, index) => counts[index]?.rows[0]?.some === true)
}

/** Tickets of one pattern wake and are read again at different instants, some sooner than they have to. */
async function spreadDues(pool: pg.Pool, now: number): Promise<void> {
  const every = Object.entries(sweepEveryMs).map(
    ([level, ms]) => `when t.level = ${level} then ${String(ms)}`,
  )
  const over = (['closed', 'rejected'] satisfies Stage[])
    .filter(isOver)
    .map((stage) => `'${stage}'`)
  const period = `case when t.stage in (${over.join(', ')}) then ${String(dayMs)} ${every.join(' ')} end`
  await pool.query(`
    update tickets t set
      wake_at = case when t.wake_at is null then null else least(t.wake_at, ${String(now)} + (s.n::bigint * 104729 % ${String(spreadMs)})) end,
      sweep_at = ${String(now)} + (s.n::bigint * 104729 % (${period})),
      registered_at = t.registered_at + (s.n % 1000)
    from simulated_tickets s where s.id = t.id`)
}

async function retire(pool: pg.Pool, { memberIds }: Patterns): Promise<void> {
  const both = [memberIds.partner, memberIds.customer]
  await pool.query('update portals set is_installed = 0 where member_id = any($1)', [both])
  await pool.query(
    'update tickets set wake_at = null, sweep_at = null where partner_member_id = any($1)',
    [both],
  )
  await pool.query(`update outbox set state = 'sent' where member_id = any($1)`, [both])
  await pool.query('delete from inbox')
}
