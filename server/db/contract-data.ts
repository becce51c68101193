import type { Side } from '../../shared/sla/history.ts'

/** Rows of a contract, and how they are told when its parties take their data with them. */
export type ContractData = {
  table: string
  /** By what the rows belong to the contract. */
  by: 'contract_id' | 'ticket_id' | 'message_id' | 'post_id'
  /** In which order they are told; absent: made of the others, or told with them. */
  order?: readonly string[]
  /** Told to this side only. */
  only?: Side
  /** Not told: means of ours, and what is told elsewhere. */
  without?: readonly string[]
}

/**
 * Every table with rows of a contract, those that hang on others first: what is erased with it, and
 * what is exported. `test/integration/party-data.test.ts` holds it against the schema.
 */
export const contractData: readonly ContractData[] = [
  { table: 'message_readers', by: 'message_id', order: ['message_id', 'channel', 'reader'] },
  { table: 'outside_files', by: 'post_id' },
  { table: 'outside_posts', by: 'ticket_id', order: ['id'] },
  { table: 'facts', by: 'ticket_id', order: ['ticket_id', 'seq'] },
  { table: 'messages', by: 'ticket_id', order: ['ticket_id', 'ordinal'] },
  { table: 'work_entries', by: 'ticket_id', order: ['id'] },
  { table: 'mails', by: 'ticket_id', order: ['id'], without: ['token', 'lane', 'key'] },
  { table: 'outbox', by: 'ticket_id' },
  { table: 'announced', by: 'ticket_id' },
  { table: 'ticket_list', by: 'ticket_id' },
  { table: 'timeline_cards', by: 'ticket_id' },
  { table: 'webhook_deliveries', by: 'ticket_id' },
  { table: 'report_clocks', by: 'ticket_id' },
  { table: 'report_tickets', by: 'ticket_id' },
  { table: 'report_todo', by: 'ticket_id' },
  { table: 'unread_tickets', by: 'ticket_id' },
  { table: 'evidence_marks', by: 'contract_id', order: ['ticket_id', 'day'] },
  { table: 'tickets', by: 'contract_id', order: ['id'] },
  { table: 'raw_mails', by: 'contract_id', order: ['id'], without: ['raw', 'hash'] },
  { table: 'persons', by: 'contract_id', order: ['id'] },
  { table: 'person_changes', by: 'contract_id', order: ['id'] },
  { table: 'person_mail', by: 'contract_id', order: ['person_id'] },
  { table: 'mail_digests', by: 'contract_id' },
  { table: 'mail_drafts', by: 'contract_id', order: ['id'] },
  { table: 'basket_questions', by: 'contract_id', order: ['id'], only: 'customer' },
  { table: 'contract_terms', by: 'contract_id', order: ['version'] },
  { table: 'contract_life', by: 'contract_id', order: ['contract_id'], without: ['told'] },
  { table: 'invitations', by: 'contract_id' },
  { table: 'local_apps', by: 'contract_id' },
  { table: 'packages', by: 'contract_id', order: ['id'] },
  { table: 'statements', by: 'contract_id', order: ['month'] },
  { table: 'limit_marks', by: 'contract_id', order: ['month', 'share'] },
  { table: 'invoices', by: 'contract_id', order: ['month'], only: 'partner' },
  { table: 'invoice_clients', by: 'contract_id' },
  { table: 'evidence_roots', by: 'contract_id', order: ['day'] },
  { table: 'evidence_checks', by: 'contract_id' },
  { table: 'report_plans', by: 'contract_id' },
  { table: 'restorations', by: 'contract_id' },
  { table: 'reply_templates', by: 'contract_id', order: ['id'], only: 'partner' },
  { table: 'audit', by: 'contract_id', order: ['id'] },
]

/** Columns that hold JSON text. */
export const jsonColumns: ReadonlySet<string> = new Set([
  ...['policy', 'calendar', 'tariff', 'before', 'after', 'values', 'sides', 'clocks', 'fact'],
  ...['files', 'details', 'earlier', 'withdrawn', 'objection', 'terms', 'events', 'recipients'],
  ...['remote', 'summary', 'stage', 'client', 'content', 'parties'],
])
