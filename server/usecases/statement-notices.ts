import type { Person } from '../../shared/api/contracts.ts'
import type { Words } from '../../shared/words/language.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import type { StatementRecord } from '../db/statements-store.ts'

/** To the customer's organisational contacts: a statement waits for them. */
export function sentNotices(
  { customerMemberId: memberId }: ContractRecord,
  persons: readonly Person[],
  { contractId, month, revision }: StatementRecord,
): NewOutboxRow[] {
  if (memberId === null) return []
  const text = sentText(month)
  const contacts = persons.filter((person) => person.isOrganisational)
  return contacts.flatMap(({ portalUserId: userId }) =>
    userId === null
      ? []
      : [
          {
            ...{ memberId, ticketId: '' },
            key: `statement:${contractId}:${month}:${String(revision)}:${String(userId)}`,
            effect: { kind: 'notify', side: 'customer', userId, text } as const,
          },
        ],
  )
}

/** For the partner's managers: what the customer says of it. */
export function decidedNotice(
  { customerName }: ContractRecord,
  { contractId, month, revision }: StatementRecord,
  { by, reason }: { by: string; reason: string },
): { key: string; text: Words } {
  const ru =
    reason === ''
      ? `${by} принимает отчёт за ${inWords(month)}.`
      : `${by} возражает против отчёта за ${inWords(month)}: ${reason}`
  const en =
    reason === ''
      ? `${by} accepts the statement for ${inWords(month)}.`
      : `${by} objects to the statement for ${inWords(month)}: ${reason}`
  return {
    key: `statement:${contractId}:${month}:${String(revision)}`,
    text: { ru: `${customerName}: ${ru}`, en: `${customerName}: ${en}` },
  }
}

const sentText = (month: string): Words => ({
  ru: `Отчёт о работах за ${inWords(month)} готов. Принять его или возразить можно в разделе «Отчёты и оплата».`,
  en: `The statement of work for ${inWords(month)} is ready. Accept it or object under “Statements”.`,
})

const inWords = (month: string): string => month.split('-').reverse().join('.')
