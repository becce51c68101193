import type { Generated } from 'kysely'

export type RawMailsTables = {
  /** Mails as they came, and what became of them. */
  raw_mails: {
    id: Generated<number>
    /** Of the bytes. */
    hash: string
    received_at: number
    return_path: string | null
    recipients: string
    remote: string | null
    raw: Buffer | null
    state: string
    attempts: number
    not_before: number
    problem: string | null
    message_id: string | null
    from_address: string | null
    summary: string | null
    partner_member_id: string | null
    contract_id: string | null
    ticket_id: string | null
    reason: string | null
    /** When its author was sent a link by which he can prove that it is his. */
    answered_at: Generated<number | null>
    confirm_hash: Generated<string | null>
    confirm_until: Generated<number | null>
    confirmed_at: Generated<number | null>
    /** From which the server came that handed over a mail whose author was sent a link. */
    network: Generated<string | null>
    decided_by: string | null
  }
  /** Free text by mail, until its author completes it. */
  mail_drafts: {
    id: string
    mail_id: number
    contract_id: string
    person_id: string
    title: string
    text: string
    /** JSON. */
    file_names: string
    created_at: number
    answered_at: number | null
  }
  /** How far mailboxes have been read. */
  mail_positions: { mailbox: string; uid_validity: string; last_uid: number; since: number }
}
