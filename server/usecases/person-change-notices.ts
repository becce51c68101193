import type { Person } from '../../shared/api/contracts.ts'
import type { PersonChange } from '../../shared/api/person-changes.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'

const verbs = { add: 'добавить', edit: 'изменить', remove: 'исключить' } as const

/** «добавить — Пётр Зайцев» */
const wish = ({ kind, before, after }: PersonChange): string =>
  `${verbs[kind]} — ${(after ?? before)?.name ?? ''}`

/** To the partner's duty manager: somebody waits for his decision (§5). */
export function askedNotices(contract: ContractRecord, change: PersonChange): NewOutboxRow[] {
  const { customerName, createdBy, partnerMemberId } = contract
  const text = `${customerName}: ${change.askedBy} просит изменить список уполномоченных лиц (§ 5): ${wish(change)}. Подтвердить или отклонить просьбу можно в разделе «Соглашения».`
  const to = { memberId: partnerMemberId, side: 'partner', userId: createdBy } as const
  return [noticeTo(to, change, text)]
}

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
    userId === null ? [] : [noticeTo({ memberId, side: 'customer', userId }, change, text)],
  )
}

const outcome = ({ state, reason }: PersonChange): string =>
  state === 'confirmed' ? 'исполнитель подтвердил.' : `исполнитель отклонил. ${reason}`

type Recipient = { memberId: string; side: Side; userId: number }

const noticeTo = (
  { memberId, side, userId }: Recipient,
  { id, state }: PersonChange,
  text: string,
): NewOutboxRow => ({
  memberId,
  ticketId: '',
  key: `personChange:${id}:${state}:${String(userId)}`,
  effect: { kind: 'notify', side, userId, text },
})
