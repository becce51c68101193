import type { Generated } from 'kysely'

export type OutsideTables = {
  /** What customers filed and wrote without their portal. */
  outside_posts: {
    id: string
    ticket_id: string
    contract_id: string
    person_id: string
    author: string
    channel: string
    at: number
    /** JSON. */
    content: string
  }
  outside_files: { id: Generated<number>; post_id: string; name: string; bytes: Buffer }
}
