export type OnCallTables = {
  /** How people are reached; one row for each partner's portal. */
  on_call: {
    member_id: string
    settings: string
    revision: number
  }
  /** What quiet hours hold back; a row is deleted in the transaction that tells it. */
  held_notices: {
    key: string
    member_id: string
    user_id: number
    text: string
    held_at: number
    tell_at: number
  }
}
