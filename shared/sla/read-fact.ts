import type { Cause } from './clock-list.ts'
import { effectiveAt } from './fact-order.ts'
import type { Fact } from './history.ts'
import type { TicketRun } from './ticket-run.ts'

type FactOf<Kind extends Fact['kind']> = Extract<Fact, { kind: Kind }>

type Reader<Kind extends Fact['kind']> = (run: TicketRun, fact: FactOf<Kind>, cause: Cause) => void

const readers: { [Kind in Fact['kind']]: Reader<Kind> } = {
  // The first one has started the ticket; another says nothing new.
  registered: () => undefined,
  decisionNeeded: (run, _fact, cause) => {
    run.needDecision(cause)
  },
  accepted: (run, _fact, cause) => {
    run.accept(cause)
  },
  message: readMessage,
  delivered: (run, fact, cause) => {
    run.duties.deliver(fact.messageId, cause)
  },
  call: readCall,
  levelChanged: readLevelChange,
  stage: (run, fact, cause) => {
    run.moveTo(fact.stage, fact.by, cause)
  },
  outOfScope: (run, { reason }, cause) => {
    run.setOutOfScope(cause, reason)
  },
  objected: (run, { reason, author: by }, { at }) => {
    run.object({ at, by, reason })
  },
  objectionUpheld: (run, _fact, cause) => {
    run.setOutOfScope(cause, null)
  },
  objectionDeclined: (run) => {
    run.object(null)
  },
}

/** Lets a fact happen to a ticket. */
export function readFact(run: TicketRun, fact: Fact): void {
  const read = readers[fact.kind] as Reader<Fact['kind']>
  read(run, fact, { at: effectiveAt(fact), id: fact.id })
}

/** A robot's message is public but neither a contact nor a status update; it may ask, though. */
function readMessage(run: TicketRun, message: FactOf<'message'>, cause: Cause): void {
  if (message.by === 'customer') {
    run.hearCustomer(cause)
    return
  }
  if (message.by === 'partner') {
    if (run.contactAt !== null) run.startStatusUpdate(cause)
    run.contact(cause)
  }
  if (message.asks) run.ask(cause)
}

/** A call that reached nobody is an attempt; its public summary is news all the same. */
function readCall(run: TicketRun, call: FactOf<'call'>, cause: Cause): void {
  if (call.hasPublicSummary && run.contactAt !== null) run.startStatusUpdate(cause)
  if (call.reached) {
    run.contact(cause)
    return
  }
  const violation = run.duties.attempt(cause)
  if (violation) run.violate(violation)
}

/** §4: nobody is raised to level 1 without new consents. */
function readLevelChange(run: TicketRun, change: FactOf<'levelChanged'>, cause: Cause): void {
  if (change.level === 1 && !change.consents) return
  run.changeLevel(cause, {
    at: cause.at,
    from: run.level,
    to: change.level,
    reason: 'decision',
    evidence: [change.id],
    note: change.reason,
  })
}
