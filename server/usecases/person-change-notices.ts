import type { Person } from '../../shared/api/contracts.ts'
import type { PersonChange } from '../../shared/api/person-changes.ts'
import type { Words } from '../../shared/words/language.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'

const verbs: Record<PersonChange['kind'], Words> = {
  add: { ru: 'добавить', en: 'add' },
  edit: { ru: 'изменить', en: 'change' },
  remove: { ru: 'исключить', en: 'remove' },
}

/** «добавить — Пётр Зайцев» */
function wish({ kind, before, after }: PersonChange): Words {
  const name = (after ?? before)?.name ?? ''
  return { ru: `${verbs[kind].ru} — ${name}`, en: `${verbs[kind].en} ${name}` }
}

/** For the partner's managers: somebody waits for their decision (§5). */
export const askedNotice = ({ customerName }: ContractRecord, change: PersonChange) => ({
  key: keyOf(change),
  text: askedText(customerName, change),
})

const askedText = (customerName: string, change: PersonChange): Words => ({
  ru: `${customerName}: ${change.askedBy} просит изменить список уполномоченных лиц (§ 5): ${wish(change).ru}. Подтвердить или отклонить просьбу можно в разделе «Соглашения».`,
  en: `${customerName}: ${change.askedBy} asks for a change of the list of authorised persons (§ 5): ${wish(change).en}. Confirm or refuse it under “Contracts”.`,
})

/** To the customer's organisational contacts as they are bound by now: what came of it. */
export function decidedNotices(
  { customerMemberId: memberId }: ContractRecord,
  persons: readonly Person[],
  change: PersonChange,
): NewOutboxRow[] {
  if (memberId === null) return []
  const text = decidedText(change)
  const contacts = persons.filter((person) => person.isOrganisational)
  return contacts.flatMap(({ portalUserId: userId }) =>
    userId === null
      ? []
      : [
          {
            ...{ memberId, ticketId: '', key: `${keyOf(change)}:${String(userId)}` },
            effect: { kind: 'notify', side: 'customer', userId, text } as const,
          },
        ],
  )
}

function decidedText(change: PersonChange): Words {
  const { state, reason } = change
  const isConfirmed = state === 'confirmed'
  return {
    ru: `Просьба изменить список уполномоченных лиц (${wish(change).ru}): исполнитель ${isConfirmed ? 'подтвердил.' : `отклонил. ${reason}`}`,
    en: `Change of the list of authorised persons (${wish(change).en}): ${isConfirmed ? 'confirmed by the support firm.' : `refused by the support firm. ${reason}`}`,
  }
}

const keyOf = ({ id, state }: PersonChange): string => `personChange:${id}:${state}`
