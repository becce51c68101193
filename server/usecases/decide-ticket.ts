import type { LevelDecision, ObjectionAnswer } from '../../shared/api/desk.ts'
import type { Fact, Side } from '../../shared/sla/history.ts'
import { clocksAt, type OutOfScope } from '../../shared/sla/ticket-clocks.ts'
import { isOver } from '../../shared/ticket/stages.ts'
import type { Clock } from '../../shared/time.ts'
import type { Words } from '../../shared/words/language.ts'
import type { Database } from '../db/database.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { AppError } from '../errors.ts'
import type { ActOnTicket, TicketAct } from './act-on-ticket.ts'
import { hasFreshConsents } from './fresh-consents.ts'
import { levelText, objectionAnswerText, objectionText, outOfScopeText } from './decision-texts.ts'
import { isContactOf, requirePartnersTicket, requireTicket } from './ticket-parties.ts'

type Deps = { db: Database; clock: Clock; act: ActOnTicket; newId: () => string }

/** A user of a portal, as the session proves. */
type Actor = { memberId: string; userId: number; name: string }

/** The fact of a decision, and how it reads in both cards. */
type Decision = { fact: Fact; text: Words }
type NewFact = { id: string; at: number; recordedAt: number; author: string }

export type DecideTicket = ReturnType<typeof createDecideTicket>

/** Decisions for which no portal has a record: level with its reason, scope (§2), objections to it. */
export function createDecideTicket({ db, clock, act, newId }: Deps) {
  return {
    /** @throws AppError `consentsNeeded` for level 1 without new consents of the customer (§4) */
    async changeLevel(actor: Actor, itemId: number, { level, reason }: LevelDecision) {
      const { id } = await requirePartnersTicket(db, actor, itemId)
      await decide(id, { side: 'partner', actor }, (ticket, fact) => {
        if (ticket.level === level) return null
        const consents = hasFreshConsents(ticket)
        if (level === 1 && !consents)
          throw new AppError('consentsNeeded', 'The customer has to give both consents anew (§4)')
        return {
          fact: { ...fact, kind: 'levelChanged', level, reason, consents },
          text: levelText(ticket.level, level, reason),
        }
      })
    },

    async markOutOfScope(actor: Actor, itemId: number, reason: string) {
      const { id } = await requirePartnersTicket(db, actor, itemId)
      await decide(id, { side: 'partner', actor }, (ticket, fact) => {
        if (scopeOf(ticket)) throw changed('It is out of scope already')
        return { fact: { ...fact, kind: 'outOfScope', reason }, text: outOfScopeText(reason) }
      })
    },

    /** @throws AppError `forbidden` for others than the customer's authorised persons and contacts */
    async object(actor: Actor, itemId: number, reason: string) {
      const ticket = await requireTicket(db, actor, itemId)
      if (!(await isContactOf(db, ticket, actor)))
        throw new AppError(
          'forbidden',
          'Only authorised persons and organisational contacts object',
        )
      await decide(ticket.id, { side: 'customer', actor }, (current, fact) => {
        const scope = scopeOf(current)
        if (!scope || scope.objection) throw changed('There is nothing to object to')
        return { fact: { ...fact, kind: 'objected', reason }, text: objectionText(reason) }
      })
    },

    async answerObjection(actor: Actor, itemId: number, { isUpheld, reason }: ObjectionAnswer) {
      const { id } = await requirePartnersTicket(db, actor, itemId)
      await decide(id, { side: 'partner', actor }, (ticket, fact) => {
        if (!scopeOf(ticket)?.objection) throw changed('Nobody objects')
        const kind = isUpheld ? 'objectionUpheld' : 'objectionDeclined'
        return { fact: { ...fact, kind, reason }, text: objectionAnswerText(isUpheld, reason) }
      })
    },
  }

  async function decide(
    ticketId: string,
    { side, actor }: { side: Side; actor: Actor },
    decision: (ticket: Ticket, fact: NewFact) => Decision | null,
  ): Promise<void> {
    await act(ticketId, { side }, (ticket): Promise<TicketAct | null> => {
      if (isOver(ticket.stage)) throw changed('The ticket is over')
      const now = clock.now()
      const id = `${side}:decision:${newId()}`
      const made = decision(ticket, { id, at: now, recordedAt: now, author: actor.name })
      if (!made) return Promise.resolve(null)
      const says = { text: made.text, asks: false, author: actor.name }
      return Promise.resolve({ facts: [made.fact], says })
    })
  }

  function scopeOf(ticket: Ticket): OutOfScope | null {
    return clocksAt(ticket.clocks, clock.now()).outOfScope
  }
}

const changed = (message: string) => new AppError('conflict', message)
