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
  /** Our activities in the timelines of the partner's items. */
  timeline_cards: {
    ticket_id: string
    member_id: string
    item_id: number
    activity_id: number
    shown: string
  }
}
