import { contractZone } from '../../shared/sla/holds-from.ts'
import type { Database } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { Changes } from './commit-ticket.ts'
import { draftTicket } from './draft-ticket.ts'
import type { SideReading } from './read-side.ts'
import { firstComment } from './registration.ts'
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
    const { item, receivedAt } = reading
    const contract = await db.contracts.findOfCustomer(portal.memberId)
    if (!item || contract?.state !== 'active') return null
    const number = await db.transaction((stores) => stores.contracts.takeNumber(contract))
    const filing = { item, receivedAt, contract }
    const { ticket, facts, terms, persons } = await draftTicket(db, filing, { id: newId(), number })
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
          zone: contractZone(terms.calendar),
          appCode: portal.place?.appCode,
        }),
        ...translationEffects(thought, translation, { side: 'customer', contract }),
      ],
      inboxIds,
    })
  }
}
