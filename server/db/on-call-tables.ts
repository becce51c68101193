/** How people are reached; one row for each partner's portal. */
export type OnCallTable = {
  member_id: string
  settings: string
  revision: number
}
