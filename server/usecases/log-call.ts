import type { CallDesk, NewCall } from '../../shared/api/calls.ts'
import type { Person } from '../../shared/api/contracts.ts'
import { type CallMeaning, callMeaning } from '../../shared/sla/call-meaning.ts'
import { contactPerson } from '../../shared/ticket/contact-person.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { AppError } from '../errors.ts'
import type { ActOnTicket } from './act-on-ticket.ts'
import { callAct, callFactId, type CallReport } from './call-act.ts'
import { contactOf } from './ticket-contact.ts'
import { requirePartnersTicket } from './ticket-parties.ts'

type Deps = { db: Database; clock: Clock; act: ActOnTicket }

/** A user of a portal, as the session proves. */
type Actor = { memberId: string; name: string }

/** The engineer's own clock may be a little ahead of ours. */
const toleratedMs = 60_000

export type LogCall = ReturnType<typeof createLogCall>

/** Calls that engineers made (§3.6, §4.1): whom they rang up, whether he answered, and what it means. */
export function createLogCall({ db, clock, act }: Deps) {
  return {
    record,

    async view(actor: Actor, itemId: number): Promise<CallDesk> {
      const ticket = await requirePartnersTicket(db, actor, itemId)
      const { policy } = await db.contracts.terms(ticket.contractId, ticket.termsVersion)
      const persons = await callable(ticket)
      const contact = contactPerson(persons, contactOf(ticket.values))
      return {
        persons: persons.map((person) => ({
          id: person.id,
          name: person.name,
          position: person.position,
          phone: person.phone,
          isContact: person === contact,
        })),
        policy,
        history: await db.history.facts(ticket.id),
      }
    },

    /** @throws AppError `badRequest` for a stranger, or a call that is still to come */
    async add(actor: Actor, itemId: number, call: NewCall): Promise<{ meaning: CallMeaning }> {
      const ticket = await requirePartnersTicket(db, actor, itemId)
      const enteredAt = clock.now()
      if (call.startedAt > enteredAt + toleratedMs)
        throw new AppError('badRequest', 'This call is still to come', { field: 'startedAt' })
      const persons = await callable(ticket)
      const person = persons.find(({ id }) => id === call.personId)
      if (!person)
        throw new AppError('badRequest', 'Nobody of the authorised persons', { field: 'personId' })
      const { id, isReached, summary } = call
      const startedAt = Math.min(call.startedAt, enteredAt)
      const report = { id, startedAt, enteredAt, person, isReached, summary, author: actor.name }
      return { meaning: await record(ticket.id, report) }
    },
  }

  /** Logs a call once for its id. @returns what it means for the clocks, or meant */
  async function record(ticketId: string, report: CallReport): Promise<CallMeaning> {
    const ticket = await act(ticketId, { side: 'partner' }, async (current) => {
      const known = await db.history.facts(ticketId)
      if (known.some(({ id }) => id === callFactId(report.id))) return null
      return callAct(report, current, clock.now())
    })
    const history = await db.history.facts(ticketId)
    const call = history.find(({ id }) => id === callFactId(report.id))
    if (call?.kind !== 'call') throw new Error('A call has not become a fact')
    const terms = await db.contracts.terms(ticket.contractId, ticket.termsVersion)
    return callMeaning(terms, history, call)
  }

  async function callable({ contractId }: Ticket): Promise<Person[]> {
    return (await db.contracts.persons(contractId)).filter((person) => person.isAuthorised)
  }
}
