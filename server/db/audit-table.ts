import type { Generated } from 'kysely'

/** Who changed what besides tickets. */
export type AuditTable = {
  id: Generated<number>
  member_id: string
  contract_id: string | null
  code: string
  about: string
  actor_member_id: string | null
  actor_id: number | null
  actor: string | null
  before: string | null
  after: string | null
  at: number
}
