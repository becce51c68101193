import { computeClocks } from '../../shared/sla/clocks.ts'
import type { Fact } from '../../shared/sla/history.ts'
import type { SlaPolicy } from '../../shared/sla/policy.ts'
import type { Clock } from '../../shared/time.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { ContractRecord, Terms } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import type { OutsideContent, OutsidePost } from '../db/outside-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { Changes } from './commit-ticket.ts'
import { coverOf } from './cover-of.ts'
import { filedOutsideText } from './message-texts.ts'
import { fieldsOf, firstComment, hasConsents, levelOf, unread } from './registration.ts'

type Deps = { db: Database; clock: Clock; commit: (changes: Changes) => Promise<Ticket> }

type Filing = Extract<OutsideContent, { kind: 'filing' }>
type Filed = { post: OutsidePost; content: Filing; contract: ContractRecord; customerId: string }

/**
 * Makes a ticket of what a person has filed without his portal: numbered and mirrored at once,
 * registered as of the acceptance. The item in his portal is made when that can be reached.
 */
export function createRegisterOutside({ db, clock, commit }: Deps) {
  return async function registerOutside(
    post: OutsidePost,
    content: Filing,
    inboxIds: readonly number[],
  ): Promise<Ticket | null> {
    const contract = await db.contracts.find(post.contractId)
    const customerId = contract?.customerMemberId ?? null
    if (!contract || customerId === null) return null
    const terms = await db.contracts.termsAt(contract.id, post.at)
    const persons = await db.contracts.persons(contract.id)
    const number = await db.transaction((stores) => stores.contracts.takeNumber(contract))
    const facts = await factsOf({ post, content, contract, customerId }, terms.policy)
    const ticket = ticketOf({ post, content, contract, customerId }, { number, terms, facts })
    const zone = contractZone(terms.calendar)
    const place = (await db.portals.find(customerId))?.place
    return commit({
      ...{ ticket, isNew: true, contract, terms, facts, inboxIds },
      ...{ messages: [], changedMessages: [] },
      tells: (thought) =>
        firstComment(thought, contract, {
          ...{ persons, zone, appCode: place?.appCode },
          remark: filedOutsideText(post, zone),
        }),
    })
  }

  async function factsOf({ post, content, contract }: Filed, policy: SlaPolicy): Promise<Fact[]> {
    const time = { at: post.at, recordedAt: clock.now() }
    const registered: Fact = {
      kind: 'registered',
      id: `customer:outside:${post.id}`,
      ...time,
      level: levelOf(content, policy),
      consents: hasConsents(content),
      channel: post.channel,
    }
    const cover = await coverOf(db, contract.id, post.at)
    if (cover === 'valid') return [registered]
    const id = `customer:decision:${post.id}`
    return [registered, { kind: 'decisionNeeded', id, ...time, reason: cover }]
  }
}

type Numbered = { number: number; terms: Terms; facts: readonly Fact[] }

function ticketOf(
  { post, content, contract, customerId }: Filed,
  { number, terms, facts }: Numbered,
): Ticket {
  const clocks = computeClocks(terms.policy, terms.calendar, facts)
  const decision = facts.find((fact) => fact.kind === 'decisionNeeded')
  return {
    id: post.id,
    contractId: contract.id,
    termsVersion: terms.version,
    number,
    memberIds: { customer: customerId, partner: contract.partnerMemberId },
    itemIds: { customer: null, partner: null },
    title: content.title,
    level: levelOf(content, terms.policy),
    stage: clocks.stage,
    values: fieldsOf(content),
    sides: { customer: unread, partner: unread },
    clocks,
    registeredAt: post.at,
    wakeAt: null,
    sweepAt: null,
    decisionReason: clocks.isEnforced ? null : (decision?.reason ?? null),
    revision: 1,
  }
}
