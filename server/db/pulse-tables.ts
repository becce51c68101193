/** How each portal does, as whoever looks after it has noted. */
export type PulseTables = {
  portal_pulse: {
    member_id: string
    app_version: string | null
    /** JSON of what was asked of the portal. */
    budget: string | null
  }
}
