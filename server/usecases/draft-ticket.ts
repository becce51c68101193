import type { Standing } from '../../shared/api/contract-life.ts'
import type { Person } from '../../shared/api/contracts.ts'
import { computeClocks } from '../../shared/sla/clocks.ts'
import type { Fact } from '../../shared/sla/history.ts'
import type { SlaPolicy } from '../../shared/sla/policy.ts'
import type { Instant } from '../../shared/time.ts'
import type { Item } from '../bitrix/items.ts'
import type { ContractRecord, Terms } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { coverOf } from './cover-of.ts'
import { fieldsOf, hasConsents, levelOf, unread } from './registration.ts'

/** An item of a customer's portal that is, or was, to become a ticket. */
export type Filing = { item: Item; receivedAt: Instant; contract: ContractRecord }

export type Draft = {
  ticket: Ticket
  facts: Fact[]
  terms: Terms
  persons: readonly Person[]
}

/** The ticket of an item in a customer's portal, as it stands when nothing else is known. */
export async function draftTicket(
  db: Database,
  { item, receivedAt, contract }: Filing,
  { id, number }: Pick<Ticket, 'id' | 'number'>,
): Promise<Draft> {
  const customerId = contract.customerMemberId ?? ''
  const registeredAt = Math.min(item.createdAt, receivedAt)
  const terms = await db.contracts.termsAt(contract.id, registeredAt)
  const persons = await db.contracts.persons(contract.id)
  const robotFor = await db.robotCalls.filerOf(customerId, item.xmlId ?? '')
  const cover = await coverOf(db, contract.id, registeredAt)
  const time = { at: registeredAt, recordedAt: receivedAt }
  const reason = decisionReasonOf(item, { cover, robotFor, persons })
  const facts = registrationFacts(item, { policy: terms.policy, robotFor, reason, time })
  const clocks = computeClocks(terms.policy, terms.calendar, facts)
  const ticket: Ticket = {
    ...{ id, number, contractId: contract.id, termsVersion: terms.version },
    memberIds: { customer: customerId, partner: contract.partnerMemberId },
    itemIds: { customer: item.id, partner: null },
    title: item.title,
    level: levelOf(item, terms.policy),
    stage: clocks.stage,
    values: fieldsOf(item),
    sides: { customer: unread, partner: unread },
    ...{ clocks, registeredAt, wakeAt: null, sweepAt: null },
    decisionReason: clocks.isEnforced ? null : reason,
    revision: 1,
  }
  return { ticket, facts, terms, persons }
}

type Registration = {
  policy: SlaPolicy
  robotFor: number | null
  reason: string | null
  time: { at: Instant; recordedAt: Instant }
}

function registrationFacts(item: Item, { policy, robotFor, reason, time }: Registration): Fact[] {
  const registered: Fact = {
    kind: 'registered',
    id: `customer:item:${String(item.id)}`,
    ...time,
    level: levelOf(item, policy),
    consents: hasConsents(item),
    channel: robotFor === null ? 'portal' : 'robot',
  }
  if (reason === null) return [registered]
  return [
    registered,
    { kind: 'decisionNeeded', id: `customer:decision:${String(item.id)}`, ...time, reason },
  ]
}

type Filer = {
  persons: readonly Person[]
  /** The user in whose name a robot made the item. */
  robotFor: number | null
  cover: Standing
}

/** §1, §5: why the partner has to decide first; null: he need not. */
function decisionReasonOf(item: Item, { cover, robotFor, persons }: Filer): string | null {
  if (cover !== 'valid') return cover
  const filerId = robotFor ?? item.createdBy
  const filer = persons.find((person) => person.portalUserId === filerId)
  return filer?.isAuthorised === true ? null : 'unauthorised'
}
