import type { Person } from '../../shared/api/contracts.ts'
import type { LimitShare } from '../../shared/billing/tariff.ts'
import type { Month } from '../../shared/billing/months.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'

type Reached = { contractId: string; month: Month; share: LimitShare; needsConsent: boolean }

/** To the partner's duty manager and the customer's organisational contacts. */
export function limitNotices(
  { partnerMemberId, createdBy, customerMemberId, customerName }: ContractRecord,
  persons: readonly Person[],
  reached: Reached,
): NewOutboxRow[] {
  const text = textOf(reached)
  const to = (memberId: string, side: Side, userId: number): NewOutboxRow => ({
    ...{ memberId, ticketId: '' },
    key: `limit:${reached.contractId}:${reached.month}:${String(reached.share)}:${side}:${String(userId)}`,
    effect: {
      kind: 'notify',
      side,
      userId,
      text: side === 'partner' ? `${customerName}: ${text}` : text,
    },
  })
  const contacts = persons.filter((person) => person.isOrganisational)
  return [
    to(partnerMemberId, 'partner', createdBy),
    ...contacts.flatMap(({ portalUserId: userId }) =>
      userId === null || customerMemberId === null
        ? []
        : [to(customerMemberId, 'customer', userId)],
    ),
  ]
}

function textOf({ month, share, needsConsent }: Reached): string {
  const when = month.split('-').reverse().join('.')
  if (share < 100) return `израсходовано ${String(share)} % лимита работ на ${when}.`
  const spent = `лимит работ на ${when} израсходован.`
  return needsConsent
    ? `${spent} Работа продолжится с согласия организационного контакта: раздел «Отчёты и оплата».`
    : spent
}
