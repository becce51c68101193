import { contactPerson } from '../../shared/ticket/contact-person.ts'
import { isOver } from '../../shared/ticket/stages.ts'
import type { Clock } from '../../shared/time.ts'
import type { Language } from '../../shared/words/language.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type {
  addTimelineCard,
  CardSpot,
  findTimelineCards,
  TimelineCard,
  updateTimelineCard,
} from '../bitrix/timeline-card.ts'
import type { Database } from '../db/database.ts'
import type { OutboxRow } from '../db/outbox-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { ContractReads } from './contract-reads.ts'
import { type Delivery, deliveryOf, staysAway, type Target } from './delivery.ts'
import { lackingIn } from './install.ts'
import { contactOf } from './ticket-contact.ts'
import { timelineCard } from './timeline-card.ts'

const cardEffect = { kind: 'card', side: 'partner' } as const

type Deps = {
  db: Database
  contracts: ContractReads
  clock: Clock
  commands: {
    addTimelineCard: typeof addTimelineCard
    updateTimelineCard: typeof updateTimelineCard
    findTimelineCards: typeof findTimelineCards
  }
}

/** A *set*: the card in the timeline of the ticket's item shall show how the ticket stands. */
export function createDeliverCard({ db, contracts, clock, commands }: Deps) {
  return async function prepareCard(row: OutboxRow, target: Target): Promise<Delivery> {
    const { ticket, side, portal } = target
    const itemId = ticket.itemIds[side]
    if (itemId === null) return staysAway(ticket, side) ? 'done' : 'notYet'
    if (lackingIn(portal.setup).has('timelineCard')) return 'done'
    return show(row, target, { place: portal.place, itemId, ticketId: ticket.id })
  }

  async function show(row: OutboxRow, target: Target, spot: CardSpot): Promise<Delivery> {
    const { ticket, client, portal } = target
    const known = await db.timelineCards.find(ticket.id)
    const present = known?.itemId === spot.itemId ? known : undefined
    // Nobody needs a new card of what is over.
    if (!present && isOver(ticket.stage)) return 'done'
    const card = await cardOf(ticket, portal.language)
    const shown = JSON.stringify(card)
    if (present?.shown === shown) return 'done'
    const activityId = present?.activityId ?? (await madeInSecret(row, client, spot))
    const settle = (id: number) => keep(row, { spot, activityId: id, shown })
    if (activityId === undefined)
      return { ...deliveryOf(commands.addTimelineCard(spot, card), settle), isOptional: true }
    const isMoot = async () => {
      if ((await client.run(commands.findTimelineCards(spot))).includes(activityId)) return false
      await makeAnew(row, ticket)
      return true
    }
    const update = commands.updateTimelineCard(activityId, card)
    return { ...deliveryOf(update, settle, { isMoot }), isOptional: true }
  }

  /** The activity of a call whose answer got lost. */
  async function madeInSecret(
    row: OutboxRow,
    client: Target['client'],
    spot: CardSpot,
  ): Promise<number | undefined> {
    if (!row.isUncertain) return undefined
    const [newest] = await client.run(commands.findTimelineCards(spot))
    return newest
  }

  function keep(
    row: OutboxRow,
    { spot, activityId, shown }: { spot: CardSpot; activityId: number; shown: string },
  ): Promise<void> {
    const { ticketId, itemId } = spot
    return db.transaction(async (stores) => {
      const card = { ticketId, memberId: row.memberId, itemId, activityId, shown }
      await stores.timelineCards.save(card)
      await stores.outbox.markSent(row, null)
    })
  }

  /** Somebody has deleted it. */
  function makeAnew(row: OutboxRow, ticket: Ticket): Promise<void> {
    return db.transaction(async (stores) => {
      await stores.timelineCards.forget(ticket.id)
      await stores.outbox.add([{ ...row, effect: cardEffect }], ticket.level, clock.now())
    })
  }

  async function cardOf(ticket: Ticket, language: Language): Promise<TimelineCard> {
    const persons = await contracts.persons(ticket.contractId)
    const authorised = persons.filter((person) => person.isAuthorised)
    const terms = await contracts.terms(ticket.contractId, ticket.termsVersion)
    const contact = contactPerson(authorised, contactOf(ticket.values)) ?? null
    const zone = contractZone(terms.calendar)
    return timelineCard(ticket, { contact, zone, language, now: clock.now() })
  }
}
