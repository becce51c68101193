/** Rows that a restored backup leaves. */
export type RestorationTables = {
  restorations: {
    contract_id: string
    partner_member_id: string
    backup_at: number
    restored_at: number
    /** When it is looked next for tickets that the backup does not know. */
    try_at: number
    /** Since when all of them are known. */
    adopted_at: number | null
  }
  /** Tickets that the portals know better. */
  unread_tickets: {
    ticket_id: string
    partner_member_id: string
    /** Of the backup: everything before is known. */
    since: number
    is_over: number
    try_at: number
  }
}
