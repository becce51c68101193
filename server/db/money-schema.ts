/** Rows of the work log, packages and statements, as they lie in SQL. */
export type MoneySchema = {
  work_entries: {
    id: string
    ticket_id: string
    /** Portal of the engineer. */
    member_id: string
    engineer_id: number
    engineer: string
    from_at: number
    to_at: number
    /** JSON of what is neither searched nor compared. */
    details: string
    entered_at: number
    revision: number
    /** JSON of the values that were replaced, oldest first. */
    earlier: string
    withdrawn: string | null
    objection: string | null
  }
  /** One row for each engineer who has worked: changed with each of his entries, so that no two overlap. */
  work_engineers: {
    member_id: string
    engineer_id: number
    revision: number
    timer_ticket_id: string | null
    timer_started_at: number | null
    timer_stopped_at: number | null
  }
  packages: {
    id: string
    contract_id: string
    /** JSON of what was agreed. */
    terms: string
    sold_at: number
    sold_by: string
  }
  statements: {
    contract_id: string
    month: string
    partner_member_id: string
    state: string
    /** Grows with each change but progress. */
    revision: number
    /** What is still to be made of it. */
    wanted: string | null
    done: number
    total: number
    problem: string | null
    content: string | null
    /** Of the content of a closed one. */
    hash: string | null
    /** JSON of the parties as a closed one names them. */
    parties: string | null
    /** JSON of what happened to it, oldest first. */
    events: string
  }
  limit_marks: {
    contract_id: string
    month: string
    /** In per cent. */
    share: number
    reached_at: number
    consented_at: number | null
    consented_by: string | null
  }
  invoice_clients: {
    contract_id: string
    /** JSON of the company or contact in the partner's CRM. */
    client: string
  }
  invoices: {
    contract_id: string
    month: string
    /** Portal of the partner. */
    member_id: string
    client: string
    /** null: not made yet. */
    item_id: number | null
    has_rows: number
    /** JSON of where it stands in the portal. */
    stage: string | null
    /** Paid or given up: nothing more is expected of it. */
    is_over: number
    problem: string | null
  }
}
