/** What reports count, made from tickets by the engine and rebuilt from them at will. */
export type ReportTables = {
  /** A clock that is settled, or will be by time alone; not needed for what only an act can settle. */
  report_clocks: {
    ticket_id: string
    seq: number
    partner_member_id: string
    contract_id: string
    /** Who has the ticket; 0: nobody. */
    engineer_id: number
    month: string
    clock: string
    level: number
    outcome: string
    settles_at: number
    used_minutes: number | null
    /** It counts after the first instant and up to the second. */
    holds_after: number
    holds_until: number
  }
  report_tickets: {
    ticket_id: string
    partner_member_id: string
    contract_id: string
    engineer_id: number
    /** Of the registration, as the hour of the week. */
    month: string
    hour: number
    level: number
    registered_at: number
    /** Later than any instant as long as it is open. */
    over_at: number
  }
  /** Tickets whose rows are to be made anew. */
  report_todo: { ticket_id: string; partner_member_id: string }
  /** The month of each contract whose report is sent next, and when. */
  report_plans: { contract_id: string; member_id: string; month: string; due_at: number }
}
