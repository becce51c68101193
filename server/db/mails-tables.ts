import type { Generated } from 'kysely'

export type MailsTables = {
  /** Mails that go out. */
  mails: {
    id: Generated<number>
    key: string
    token: string
    member_id: string
    /** Mails of one lane go one after the other. */
    lane: string
    ticket_id: string | null
    message_id: string | null
    reader: string | null
    /** JSON of what stands in it. */
    content: string
    /** JSON of the files that go with it, until they have gone. */
    attachments: string | null
    state: string
    attempts: number
    not_before: number
    good_until: number | null
    problem: string | null
    created_at: number
    sent_at: number | null
  }
  /** Whom each message has reached on channels other than the portals' cards. */
  message_readers: { message_id: string; channel: string; reader: string; at: number }
  person_mail: {
    contract_id: string
    person_id: string
    wish: string
    locale: string
    bounced_at: number | null
    bounce_reason: string | null
  }
  /** What waits for somebody's digest. */
  mail_digests: {
    key: string
    member_id: string
    contract_id: string
    person_id: string
    head: string
    text: string
    at: number
    send_at: number
  }
}
