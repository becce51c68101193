/** Rows by which a contract's history can be proven. */
export type EvidenceTables = {
  evidence_roots: {
    contract_id: string
    day: string
    previous: string
    /** JSON of the versions with their hashes. */
    terms: string
    hash: string
    made_at: number
  }
  /** The tickets of each root. */
  evidence_marks: {
    ticket_id: string
    day: string
    contract_id: string
    facts: number
    hash: string
  }
  evidence_checks: {
    contract_id: string
    partner_member_id: string
    /** When the next root is made. */
    root_at: number
    check_at: number
    began_at: number
    /** JSON: how far the check has come. */
    place: string
    finding: string | null
    found_at: number | null
  }
}
