import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** What lists are sorted, narrowed and searched by; small rows, because a ticket's own are long. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ticket_list')
    .addColumn('ticket_id', 'text', (column) => column.primaryKey())
    .addColumn('customer_member_id', 'text', required)
    .addColumn('partner_member_id', 'text', required)
    .addColumn('contract_id', 'text', required)
    .addColumn('number', 'integer', required)
    .addColumn('level', 'integer', required)
    .addColumn('is_over', 'integer', required)
    .addColumn('is_awaiting', 'integer', required)
    .addColumn('breaches_at', 'bigint')
    .addColumn('due_order', 'bigint', required)
    .addColumn('registered_at', 'bigint', required)
    .addColumn('search_text', 'text', required)
    .execute()
  for (const side of ['customer', 'partner'])
    for (const order of ['due_order', 'registered_at'])
      await db.schema
        .createIndex(`ticket_list_${side}_${order}`)
        .on('ticket_list')
        .columns([`${side}_member_id`, order, 'ticket_id'])
        .execute()
  await fill(db)
}

type Tables = {
  tickets: {
    id: string
    customer_member_id: string
    partner_member_id: string
    contract_id: string
    number: number
    level: number
    stage: string
    title: string
    values: string
    clocks: string
    registered_at: number
  }
  ticket_list: Record<string, string | number | null>
}

type Clocks = {
  waiting: unknown
  clocks: {
    dueAt: number | null
    breachesAt: number | null
    stoppedAt?: number
    notNeeded?: true
  }[]
}

/** Tickets from before this table. Kept as it was written, whatever the stores do by now. */
async function fill(db: Kysely<Tables>): Promise<void> {
  const tickets = await db.selectFrom('tickets').selectAll().execute()
  for (const ticket of tickets) {
    const { clocks, waiting } = JSON.parse(ticket.clocks) as Clocks
    const open = clocks.filter((clock) => clock.stoppedAt === undefined && !clock.notNeeded)
    const isOver = ['closed', 'rejected'].includes(ticket.stage)
    const isAwaiting = waiting !== null || ['waiting', 'proposed'].includes(ticket.stage)
    const { description = '' } = JSON.parse(ticket.values) as { description?: string }
    await db
      .insertInto('ticket_list')
      .values({
        ticket_id: ticket.id,
        customer_member_id: ticket.customer_member_id,
        partner_member_id: ticket.partner_member_id,
        contract_id: ticket.contract_id,
        number: ticket.number,
        level: ticket.level,
        is_over: isOver ? 1 : 0,
        is_awaiting: !isOver && isAwaiting ? 1 : 0,
        breaches_at: earliest(open.map((clock) => clock.breachesAt)),
        due_order: earliest(open.map((clock) => clock.dueAt)) ?? 9e15 - ticket.registered_at,
        registered_at: ticket.registered_at,
        search_text: `№${String(ticket.number)} ${ticket.title} ${description}`.toLowerCase(),
      })
      .execute()
  }
}

function earliest(instants: (number | null)[]): number | null {
  const known = instants.filter((at) => at !== null)
  return known.length === 0 ? null : Math.min(...known)
}
