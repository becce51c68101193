import type { Standing } from '../../shared/api/contract-life.ts'
import type { Person } from '../../shared/api/contracts.ts'
import { computeClocks } from '../../shared/sla/clocks.ts'
import type { Fact } from '../../shared/sla/history.ts'
import type { SlaPolicy } from '../../shared/sla/policy.ts'
import type { Item } from '../bitrix/items.ts'
import type { Database } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { coverOf } from './cover-of.ts'
import type { Changes } from './commit-ticket.ts'
import { contractZone } from './contract-zone.ts'
import type { SideReading } from './read-side.ts'
import { fieldsOf, firstComment, hasConsents, levelOf, unread } from './registration.ts'
import { translateReading } from './translate-reading.ts'
import { translationEffects } from './translation-effects.ts'

type Deps = {
  db: Database
  newId: () => string
  toSafeText: (bbcode: string) => string
  commit: (changes: Changes) => Promise<Ticket>
}

/** Makes a ticket of a new item in a customer's portal: numbered, mirrored and answered once. */
export function createRegisterTicket({ db, newId, toSafeText, commit }: Deps) {
  /**
   * What people did below the item before we came to know of it is worked in at once.
   *
   * @returns null when no contract in force covers the portal or the item is gone
   */
  return async function registerTicket(
    reading: SideReading,
    portal: Portal,
    inboxIds: readonly number[],
  ): Promise<Ticket | null> {
    const { item } = reading
    const contract = await db.contracts.findOfCustomer(portal.memberId)
    if (!item || contract?.state !== 'active') return null
    const registeredAt = Math.min(item.createdAt, reading.receivedAt)
    const terms = await db.contracts.termsAt(contract.id, registeredAt)
    const persons = await db.contracts.persons(contract.id)
    const robotFor = await db.robotCalls.filerOf(portal.memberId, item.xmlId ?? '')
    const cover = await coverOf(db, contract.id, registeredAt)
    const filing = { registeredAt, reading, persons, robotFor, cover }
    const facts = registrationFacts(item, terms.policy, filing)
    const clocks = computeClocks(terms.policy, terms.calendar, facts)
    const number = await db.transaction((stores) => stores.contracts.takeNumber(contract))
    const ticket: Ticket = {
      id: newId(),
      contractId: contract.id,
      termsVersion: terms.version,
      number,
      memberIds: { customer: portal.memberId, partner: contract.partnerMemberId },
      itemIds: { customer: item.id, partner: null },
      title: item.title,
      level: levelOf(item, terms.policy),
      stage: clocks.stage,
      values: fieldsOf(item),
      sides: { customer: unread, partner: unread },
      clocks,
      registeredAt,
      wakeAt: null,
      sweepAt: null,
      decisionReason: clocks.isEnforced ? null : decisionReasonOf(item, filing),
      revision: 1,
    }
    const translation = translateReading(ticket, reading, {
      persons,
      publicMark: contract.publicMark,
      own: [],
      known: [],
      toSafeText,
      onDeletion: terms.policy.onDeletion ?? 'restore',
      isUnsure: false,
    })
    return commit({
      ticket: translation.ticket,
      isNew: true,
      filingId: item.xmlId,
      contract,
      terms,
      facts: [...facts, ...translation.facts],
      messages: translation.messages,
      changedMessages: [],
      tells: (thought) => [
        ...firstComment(thought, contract, {
          persons,
          zone: contractZone(terms),
          appCode: portal.place?.appCode,
        }),
        ...translationEffects(thought, translation, { side: 'customer', contract }),
      ],
      inboxIds,
    })
  }
}

type Filing = {
  registeredAt: number
  reading: SideReading
  persons: readonly Person[]
  /** The user in whose name a robot made the item. */
  robotFor: number | null
  cover: Standing
}

function registrationFacts(item: Item, policy: SlaPolicy, filing: Filing): Fact[] {
  const time = { at: filing.registeredAt, recordedAt: filing.reading.receivedAt }
  const registered: Fact = {
    kind: 'registered',
    id: `customer:item:${String(item.id)}`,
    ...time,
    level: levelOf(item, policy),
    consents: hasConsents(item),
    channel: filing.robotFor === null ? 'portal' : 'robot',
  }
  const reason = decisionReasonOf(item, filing)
  if (reason === null) return [registered]
  return [
    registered,
    { kind: 'decisionNeeded', id: `customer:decision:${String(item.id)}`, ...time, reason },
  ]
}

/** §1, §5: why the partner has to decide first; null: he need not. */
function decisionReasonOf(item: Item, { cover, robotFor, persons }: Filing): string | null {
  if (cover !== 'valid') return cover
  const filerId = robotFor ?? item.createdBy
  const filer = persons.find((person) => person.portalUserId === filerId)
  return filer?.isAuthorised === true ? null : 'unauthorised'
}
