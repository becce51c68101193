import type { Person } from '../../shared/api/contracts.ts'
import type { PersonChange } from '../../shared/api/person-changes.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'

const verbs = { add: 'добавить', edit: 'изменить', remove: 'исключить' } as const

/** «добавить — Пётр Зайцев» */
const wish = ({ kind, before, after }: PersonChange): string =>
  `${verbs[kind]} — ${(after ?? before)?.name ?? ''}`

/** For the partner's managers: somebody waits for their decision (§5). */
export const askedNotice = ({ customerName }: ContractRecord, change: PersonChange) => ({
  key: keyOf(change),
  text: `${customerName}: ${change.askedBy} просит изменить список уполномоченных лиц (§ 5): ${wish(change)}. Подтвердить или отклонить просьбу можно в разделе «Соглашения».`,
})

/** To the customer's organisational contacts as they are bound by now: what came of it. */
export function decidedNotices(
  { customerMemberId: memberId }: ContractRecord,
  persons: readonly Person[],
  change: PersonChange,
): NewOutboxRow[] {
  if (memberId === null) return []
  const text = `Просьба изменить список уполномоченных лиц (${wish(change)}): ${outcome(change)}`
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

const outcome = ({ state, reason }: PersonChange): string =>
  state === 'confirmed' ? 'исполнитель подтвердил.' : `исполнитель отклонил. ${reason}`

const keyOf = ({ id, state }: PersonChange): string => `personChange:${id}:${state}`
