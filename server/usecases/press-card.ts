import type { Logger } from 'pino'
import { contactPerson } from '../../shared/ticket/contact-person.ts'
import type { PortalClients } from '../bitrix/client.ts'
import type { getUsers } from '../bitrix/people.ts'
import type { Database } from '../db/database.ts'
import type { InboxRow, Signal } from '../db/inbox-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { LogCall } from './log-call.ts'
import { contactOf } from './ticket-contact.ts'
import { type CardButton, cardButtons } from './timeline-card.ts'

export type Press = Extract<Signal, { kind: 'cardPressed' }>

type Deps = {
  db: Database
  clients: PortalClients
  log: Logger
  logCall: LogCall['record']
  commands: { getUsers: typeof getUsers }
  /** Something waits in the outbox. */
  wake: () => void
}

export type PressCard = ReturnType<typeof createPressCard>

/** An engineer says by a button of the card what came of his call: logged once, and the card unlocked. */
export function createPressCard({ db, clients, log, logCall, commands, wake }: Deps) {
  return async function pressCard(row: InboxRow, press: Press): Promise<void> {
    const { memberId, receivedAt, id } = row
    const card = await db.timelineCards.findByActivity(memberId, press.activityId)
    const ticket = card && (await db.tickets.find(card.ticketId))
    if (!card || ticket?.memberIds.partner !== memberId) return db.inbox.remove([id])
    if (isButton(press.button)) await enter(ticket, press.button, { press, memberId, receivedAt })
    else log.warn({ memberId, button: press.button }, 'unknown button pressed')
    await db.transaction(async (stores) => {
      await stores.timelineCards.save({ ...card, shown: '' })
      const effect = { kind: 'card' as const, side: 'partner' as const }
      const wish = { memberId, ticketId: ticket.id, key: `${ticket.id}:card`, effect }
      await stores.outbox.add([wish], ticket.level, receivedAt)
      await stores.inbox.remove([id])
    })
    wake()
  }

  async function enter(
    ticket: Ticket,
    button: CardButton,
    { press, memberId, receivedAt }: { press: Press; memberId: string; receivedAt: number },
  ): Promise<void> {
    const { isReached } = cardButtons[button]
    const persons = await db.contracts.persons(ticket.contractId)
    const authorised = persons.filter((person) => person.isAuthorised)
    const person = contactPerson(authorised, contactOf(ticket.values)) ?? null
    if (isReached && !person) return
    await logCall(ticket.id, {
      id: press.id,
      startedAt: receivedAt,
      enteredAt: receivedAt,
      ...{ person, isReached, summary: '' },
      author: await nameOf(memberId, press.userId),
    })
  }

  async function nameOf(memberId: string, userId: number): Promise<string> {
    const client = await clients.forPortal(memberId)
    const names = await client.run(commands.getUsers([userId]))
    return names.get(userId) ?? `№ ${String(userId)}`
  }
}

const isButton = (button: string): button is CardButton => Object.hasOwn(cardButtons, button)
