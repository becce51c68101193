import type { LimitShare } from '../../shared/billing/tariff.ts'
import type { Month } from '../../shared/billing/months.ts'
import { joined, verbatim, type Words } from '../../shared/words/language.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Stores } from '../db/database.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import { managerNotices } from './manager-notices.ts'

type Reached = { contractId: string; month: Month; share: LimitShare; needsConsent: boolean }

/** To the partner's managers and the customer's organisational contacts. */
export async function limitNotices(
  stores: Stores,
  contract: ContractRecord,
  reached: Reached,
): Promise<NewOutboxRow[]> {
  const { customerMemberId: memberId, customerName } = contract
  const text = textOf(reached)
  const key = `limit:${reached.contractId}:${reached.month}:${String(reached.share)}`
  const toManagers = { key: `${key}:partner`, text: joined([verbatim(`${customerName}: `), text]) }
  const persons = await stores.contracts.persons(contract.id)
  const contacts = persons.filter((person) => person.isOrganisational)
  return [
    ...(await managerNotices(stores, contract, toManagers)),
    ...contacts.flatMap(({ portalUserId: userId }) =>
      userId === null || memberId === null
        ? []
        : [
            {
              ...{ memberId, ticketId: '', key: `${key}:customer:${String(userId)}` },
              effect: { kind: 'notify', side: 'customer', userId, text } as const,
            },
          ],
    ),
  ]
}

function textOf({ month, share, needsConsent }: Reached): Words {
  const when = month.split('-').reverse().join('.')
  if (share < 100)
    return {
      ru: `израсходовано ${String(share)} % лимита работ на ${when}.`,
      en: `${String(share)}% of the work limit for ${when} is used.`,
    }
  const ru = `лимит работ на ${when} израсходован.`
  const en = `the work limit for ${when} is used up.`
  if (!needsConsent) return { ru, en }
  return {
    ru: `${ru} Работа продолжится с согласия организационного контакта: раздел «Отчёты и оплата».`,
    en: `${en} Work goes on with the consent of an organisational contact, under “Statements”.`,
  }
}
