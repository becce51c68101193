/** Rows of what a partner agrees on with a customer. */
export type ContractTables = {
  contracts: {
    id: string
    partner_member_id: string
    customer_member_id: string | null
    customer_name: string
    state: string
    public_mark: string
    created_at: number
    created_by: number
    next_number: number
  }
  /** Versions of policy, calendar and tariff, each with the instant from which it holds. */
  contract_terms: {
    contract_id: string
    version: number
    valid_from: number
    policy: string
    calendar: string
    tariff: string
    made_at: number | null
    made_by: string | null
    withdrawn_at: number | null
    withdrawn_by: string | null
  }
  persons: {
    id: string
    contract_id: string
    name: string
    position: string
    email: string
    phone: string
    is_authorised: number
    is_organisational: number
    portal_user_id: number | null
    sort: number
  }
  /** A contract without a row has no limits. */
  contract_life: {
    contract_id: string
    partner_member_id: string
    starts_on: string | null
    ends_on: string | null
    licence_until: string | null
    place: string
    partner_name: string
    partner_requisites: string
    customer_requisites: string
    ended_at: number | null
    ended_by: string | null
    end_reason: string
    /** JSON of keys. */
    told: string
  }
  person_changes: {
    id: string
    contract_id: string
    kind: string
    person_id: string
    /** JSON of the person, without its id. */
    before: string | null
    after: string | null
    state: string
    asked_at: number
    asked_by: string
    decided_at: number | null
    decided_by: string | null
    reason: string
  }
  invitations: {
    id: string
    contract_id: string
    code_hash: string
    expires_at: number
    used_at: number | null
    revoked_at: number | null
  }
}
