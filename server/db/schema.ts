import type { Generated } from 'kysely'
import type { MoneySchema } from './money-schema.ts'
import type { AuditTable } from './audit-table.ts'
import type { ContractTables } from './contract-tables.ts'
import type { EvidenceTables } from './evidence-tables.ts'
import type { LocalAppTables } from './local-app-tables.ts'
import type { MailsTables } from './mails-tables.ts'
import type { OnCallTables } from './on-call-tables.ts'
import type { OutsideTables } from './outside-tables.ts'
import type { PulseTables } from './pulse-tables.ts'
import type { RawMailsTables } from './raw-mails-tables.ts'
import type { ReportTables } from './report-tables.ts'
import type { RescueTables } from './rescue-tables.ts'
import type { RestorationTables } from './restoration-tables.ts'
import type { ReplyTemplatesTables } from './reply-templates-tables.ts'

/** Rows as they lie in SQL: instants are epoch ms, flags 0/1, JSON text parsed by the stores. */
export type Schema = MoneySchema &
  ContractTables &
  EvidenceTables &
  LocalAppTables &
  MailsTables &
  OnCallTables &
  OutsideTables &
  PulseTables &
  RawMailsTables &
  ReportTables &
  RescueTables &
  RestorationTables &
  ReplyTemplatesTables & {
    portals: {
      member_id: string
      host: string
      client_endpoint: string
      server_endpoint: string
      role: string | null
      /** Sealed. */
      application_token: string | null
      place: string | null
      setup: string
      language: string
      is_installed: number
      created_at: number
      /** Everything that the portal changed before this has been looked at. */
      swept_until: number
    }
    service_tokens: {
      member_id: string
      access_token: string
      refresh_token: string
      expires_at: number
      refreshed_at: number
      user_id: number
      client_endpoint: string
      server_endpoint: string
      scope: string
    }
    portal_upkeep: {
      member_id: string
      looked_at: number
      checked_at: number
      check_at: number
      offline_since: number | null
      trouble: string | null
    }
    duty_managers: { member_id: string; user_id: number }
    portal_users: { member_id: string; user_id: number; name: string; seen_at: number }
    basket_questions: {
      id: string
      contract_id: string
      author_id: number
      author: string
      text: string
      position: number
      asked_at: number
      /** xmlId of the item with which it is to go. */
      filing_id: string | null
      ticket_id: string | null
      answered_at: number | null
      answered_by: string | null
    }
    invitation_attempts: { id: Generated<number>; member_id: string; at: number }
    tickets: {
      id: string
      contract_id: string
      terms_version: number
      number: number
      customer_member_id: string
      customer_item_id: number | null
      partner_member_id: string
      partner_item_id: number | null
      title: string
      level: number
      stage: string
      values: string
      sides: string
      clocks: string
      registered_at: number
      wake_at: number | null
      sweep_at: number | null
      decision_reason: string | null
      /** Grows with each change. */
      revision: number
      /** Version of the engine that computed the clocks. */
      engine: number
    }
    /** What lists are sorted, narrowed and searched by. */
    ticket_list: {
      ticket_id: string
      customer_member_id: string
      partner_member_id: string
      contract_id: string
      number: number
      level: number
      is_over: number
      is_awaiting: number
      /** Of what is still open. */
      breaches_at: number | null
      due_order: number
      registered_at: number
      /** Who of the partner has taken it. */
      assignee_id: number | null
      /** What the partner owes now: 'decision', 'reaction' or 'update'. */
      phase: string | null
      /** In small letters. */
      search_text: string
    }
    facts: {
      ticket_id: string
      seq: number
      id: string
      at: number
      fact: string
      hash: string
    }
    messages: {
      id: string
      ticket_id: string
      ordinal: number
      side: string
      comment_id: number
      mirror_comment_id: number | null
      author: string
      text: string
      asks: number
      at: number
      delivered_at: number | null
      deleted_at: number | null
      files: string
      /** Null: the card in the portal. */
      channel: string | null
      /** Of what was written without the portal. */
      post_id: string | null
    }
    inbox: {
      id: Generated<number>
      member_id: string
      signal: string
      /** 1: gives way to everything else. */
      is_upkeep: number
      received_at: number
      not_before: number
      attempts: number
      problem: string | null
    }
    outbox: {
      id: Generated<number>
      member_id: string
      ticket_id: string
      /** Of the ticket: level 1 goes first. */
      level: number
      key: string
      effect: string
      state: string
      attempts: number
      revision: number
      is_uncertain: number
      not_before: number
      problem: string | null
      /** The comment that a delivered tell became. */
      comment_id: number | null
      created_at: number
      /** 1: it was delivered, and has lost its words. */
      is_brief: Generated<number>
    }
    robot_calls: {
      member_id: string
      token: string
      code: string
      entity_type_id: number
      item_id: number
      properties: string
      waits: number
      received_at: number
      xml_id: string
      filer_id: number | null
      has_begun: number
    }
    webhooks: {
      id: string
      member_id: string
      url: string
      /** Sealed. */
      secret: string
      created_at: number
    }
    webhook_deliveries: {
      id: Generated<number>
      webhook_id: string
      member_id: string
      ticket_id: string
      event_id: string
      event: string
      body: string
      state: string
      attempts: number
      not_before: number
      problem: string | null
      created_at: number
      sent_at: number | null
    }
    audit: AuditTable
    announced: { ticket_id: string; key: string; at: number }
  }
