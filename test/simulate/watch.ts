import pg from 'pg'

export type Span = { startedAt: number; endedAt: number; speed: number; realStart: number }

const toRealMs = 'extract(epoch from clock_timestamp()) * 1000'

/** From now on the database notes when a ticket's wake-up is taken and when it has been thought about. */
export async function watchWakes(url: string): Promise<void> {
  await run(
    url,
    `create unlogged table simulated_wakes
    (ticket_id text, due_at bigint, next_at bigint, at double precision)`,
  )
  await run(
    url,
    `create function simulated_note_wake() returns trigger language plpgsql as $$
    begin
      insert into simulated_wakes values (new.id, old.wake_at, new.wake_at, ${toRealMs});
      return null;
    end $$`,
  )
  await run(
    url,
    `create trigger simulated_note_wake after update of wake_at on tickets
    for each row when (old.wake_at is distinct from new.wake_at)
    execute function simulated_note_wake()`,
  )
}

export type Lateness = { count: number; p50: number; p95: number; p99: number; max: number }

/** In milliseconds of real time, from the instant at which a ticket was due to the end of the thought. */
export async function readLateness(url: string, span: Span): Promise<Lateness> {
  const real = `${String(span.realStart)} + (due_at - ${String(span.startedAt)}) / ${String(span.speed)}::float8`
  const [row] = await run(
    url,
    `
    with thought as (
      select due_at, lead(at) over (partition by ticket_id order by at) as at, next_at
      from simulated_wakes),
    late as (
      select at - (${real}) as ms from thought
      where next_at is null and at is not null and due_at > ${String(span.startedAt)})
    select count(*)::int as count,
      ${[50, 95, 99].map((p) => `coalesce(percentile_disc(${String(p / 100)}) within group (order by ms), 0)::float8 as p${String(p)}`).join(', ')},
      coalesce(max(ms), 0)::float8 as max
    from late`,
  )
  return row as Lateness
}

export type Backlog = {
  dueTickets: number
  inbox: number
  inboxUpkeep: number
  outbox: number
  parked: number
  /** How long the portal that waits longest has not been looked at, in seconds of the simulated time. */
  longestUnseenS: number
  /** By how much the reading of cards is behind, likewise. */
  cardsBehindS: number
}

export async function readBacklog(url: string, now: number): Promise<Backlog> {
  const [row] = await run(
    url,
    `select
    (select count(*) from tickets where wake_at <= ${String(now)})::int as "dueTickets",
    (select count(*) from inbox where is_upkeep = 0)::int as inbox,
    (select count(*) from inbox where is_upkeep = 1)::int as "inboxUpkeep",
    (select count(*) from outbox where state = 'waiting')::int as outbox,
    (select count(*) from outbox where state = 'parked')::int as parked,
    (select coalesce(max(${String(now)} - looked_at), 0) / 1000 from portal_upkeep
      join portals using (member_id) where is_installed = 1)::int as "longestUnseenS",
    (select coalesce(max(${String(now)} - sweep_at), 0) / 1000 from tickets
      where sweep_at <= ${String(now)})::int as "cardsBehindS"`,
  )
  return row as Backlog
}

export type TableSize = { table: string; rows: number; mb: number }

export async function readSizes(url: string): Promise<{ mb: number; tables: TableSize[] }> {
  await run(url, 'drop table if exists simulated_tickets, simulated_contracts, simulated_patterns')
  const [whole] = await run(url, `select pg_database_size(current_database()) / 1048576 as mb`)
  const tables = await run(
    url,
    `
    select relname as table, n_live_tup::int as rows,
      round(pg_total_relation_size(relid) / 1048576.0)::int as mb
    from pg_stat_user_tables where relname not like 'simulated%'
    order by pg_total_relation_size(relid) desc limit 8`,
  )
  return { mb: Number(whole?.mb), tables: tables as TableSize[] }
}

export type Query = { calls: number; ms: number; text: string }

/** What the database worked longest on, where it counts that. */
export async function readQueries(url: string): Promise<Query[]> {
  return (await run(
    url,
    `
    select calls::int, total_exec_time::int as ms, left(regexp_replace(query, '\\s+', ' ', 'g'), 150) as text
    from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
    order by total_exec_time desc limit 12`,
  )) as Query[]
}

export async function countQueries(url: string): Promise<void> {
  await run(url, 'create extension if not exists pg_stat_statements')
  await run(url, 'select pg_stat_statements_reset()')
}

async function run(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}
