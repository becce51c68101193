import type { Person } from '../../shared/api/contracts.ts'
import { type Level, levelSchema } from '../../shared/sla/level.ts'
import type { SlaPolicy } from '../../shared/sla/policy.ts'
import { type FieldKey, fieldKeys, fieldSpec } from '../../shared/ticket/fields.ts'
import { joined, type Words } from '../../shared/words/language.ts'
import type { Item } from '../bitrix/items.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import type { SideState, TicketValues } from '../db/side-state.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { openLink } from './message-texts.ts'
import { decisionText, missingText, registeredText } from './registration-texts.ts'

/** What somebody has filled in. */
type Filed = Pick<Item, 'values'>

/** What §6 cannot do without; a ticket made past the form is registered all the same. */
const requiredFields: readonly FieldKey[] = [
  'description',
  'impact',
  'environment',
  'contactName',
  'contactPhone',
  'contactEmail',
]

/** Nothing has been read of a side yet. */
export const unread: SideState = {
  readAt: null,
  seen: null,
  fileIds: [],
  stageMark: 0,
  ownMoves: [],
  commentMark: 0,
  readComments: [],
  echoes: [],
  goneUpTo: null,
}

/** §4: level 1 without both consents is handled at the refusal level. */
export function levelOf(item: Filed, policy: SlaPolicy): Level {
  const asked = levelSchema.safeParse(Number(item.values.level))
  if (!asked.success) return policy.defaultLevel
  return asked.data === 1 && !hasConsents(item) ? policy.refusalLevel : asked.data
}

export const hasConsents = (item: Filed) =>
  item.values.consentPhone === true && item.values.consentReply === true

export function fieldsOf(item: Filed): TicketValues {
  const values: TicketValues = {}
  for (const key of fieldKeys) {
    const { owner, type } = fieldSpec(key)
    const value = item.values[key]
    if (owner !== 'ours' && type !== 'file' && value !== undefined) values[key] = value
  }
  return values
}

type Around = {
  persons: readonly Person[]
  zone: string
  appCode: string | undefined
  /** What else is to be said, on a line of its own. */
  remark?: Words
}

/** The answer in the customer's card: number, due, what is missing. */
export function firstComment(
  ticket: Ticket,
  contract: ContractRecord,
  around: Around,
): NewOutboxRow[] {
  const reaction = ticket.clocks.clocks.find((clock) => clock.name === 'reaction')
  const lines =
    ticket.decisionReason === null
      ? [
          registeredText({
            number: ticket.number,
            reactionDueAt: reaction?.dueAt ?? null,
            zone: around.zone,
          }),
        ]
      : [decisionText(ticket.number, ticket.decisionReason, organisational(around.persons))]
  const missing = missingFields(ticket)
  if (around.remark !== undefined) lines.push(around.remark)
  if (missing.length > 0) lines.push(missingText(missing))
  return [
    {
      memberId: ticket.memberIds.customer,
      ticketId: ticket.id,
      key: `${ticket.id}:registered`,
      effect: {
        kind: 'comment',
        side: 'customer',
        text: joined([joined(lines, '\n'), openLink(around.appCode, ticket.number)]),
        messageId: null,
      },
    },
  ]
}

/** What §6 asks for and nobody has filled in. */
export const missingFields = ({ values }: Pick<Ticket, 'values'>): FieldKey[] =>
  requiredFields.filter((key) => (values[key] ?? '') === '')

const organisational = (persons: readonly Person[]) =>
  persons
    .filter((person) => person.isOrganisational)
    .map((person) => `${person.name}, ${person.phone}`)
