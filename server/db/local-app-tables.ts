export type LocalAppTables = {
  /** One for each contract whose customer uses an app of his own portal. */
  local_apps: {
    contract_id: string
    /** Of the link that waits to be used; null afterwards. */
    link_hash: string | null
    expires_at: number | null
    client_id: string | null
    /** Sealed. */
    client_secret: string | null
    /** The portal that has proven the keys: written once. */
    member_id: string | null
  }
}
