import type { FactsPage, FactsQuery, TicketContext } from '../../shared/api/desk.ts'
import { contactPerson } from '../../shared/ticket/contact-person.ts'
import type { FieldKey } from '../../shared/ticket/fields.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { AppError } from '../errors.ts'
import { lifeView } from './contract-view.ts'
import { hasFreshConsents } from './fresh-consents.ts'
import { requirePartnersTicket } from './ticket-parties.ts'

type Deps = { db: Database; clock: Clock }
type Actor = { memberId: string }

const factsOnPage = 30

export type ViewDesk = ReturnType<typeof createViewDesk>

/** What engineers see beside the conversation: contract, persons, environment, the ticket's facts. */
export function createViewDesk({ db, clock }: Deps) {
  return {
    async context(actor: Actor, itemId: number): Promise<TicketContext> {
      const ticket = await requirePartnersTicket(db, actor, itemId)
      const contract = await db.contracts.find(ticket.contractId)
      if (!contract) throw new AppError('notFound', 'There is no such contract')
      const terms = await db.contracts.terms(contract.id, ticket.termsVersion)
      const persons = await db.contracts.persons(contract.id)
      const named = {
        name: textOf(ticket, 'contactName'),
        phone: textOf(ticket, 'contactPhone'),
        email: textOf(ticket, 'contactEmail'),
      }
      return {
        customerName: contract.customerName,
        life: await lifeView(db, contract.id, clock.now()),
        termsVersion: terms.version,
        termsFrom: terms.validFrom,
        window: terms.policy.levels[ticket.level].window,
        persons: persons.map(({ portalUserId: _, ...person }) => person),
        contact: { ...named, personId: contactPerson(persons, named)?.id ?? null },
        environment: textOf(ticket, 'environment'),
        recentChanges: textOf(ticket, 'recentChanges'),
        links: textOf(ticket, 'links'),
        hasFreshConsents: hasFreshConsents(ticket),
      }
    },

    async facts(actor: Actor, itemId: number, { before, kind }: FactsQuery): Promise<FactsPage> {
      const ticket = await requirePartnersTicket(db, actor, itemId)
      const chain = await db.history.chain(ticket.id)
      const wanted = chain
        .filter(({ seq, fact }) => seq < (before ?? Infinity) && (!kind || fact.kind === kind))
        .reverse()
      const facts = wanted.slice(0, factsOnPage)
      return {
        facts,
        next: wanted.length > factsOnPage ? (facts.at(-1)?.seq ?? null) : null,
        kinds: [...new Set(chain.map(({ fact }) => fact.kind))],
        total: chain.length,
      }
    },
  }
}

function textOf({ values }: Ticket, key: FieldKey): string {
  const value = values[key]
  return typeof value === 'string' ? value : ''
}
