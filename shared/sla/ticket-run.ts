import type { Instant } from '../time.ts'
import { isOver, mayMove, type Stage } from '../ticket/stages.ts'
import { type Cause, ClockList } from './clock-list.ts'
import type { ClockRun, ClockSetting } from './clock-run.ts'
import { CustomerDuties, type Violation } from './customer-duties.ts'
import type { Side } from './history.ts'
import type { Level } from './level.ts'
import type { SlaPolicy } from './policy.ts'
import { type PolicyTerms, policyTermsOf } from './policy-terms.ts'
import type { LevelChange, Objection, OutOfScope } from './ticket-clocks.ts'

type PartnerClock = 'reaction' | 'statusUpdate' | 'resolution'
const partnerClocks: readonly PartnerClock[] = ['reaction', 'statusUpdate', 'resolution']

/** The state of one ticket while its history is read in time order. */
export class TicketRun {
  readonly clocks: ClockList
  readonly duties: CustomerDuties
  readonly levelChanges: LevelChange[] = []
  readonly #terms: PolicyTerms
  readonly #live: Record<PartnerClock, ClockRun | null> = {
    reaction: null,
    statusUpdate: null,
    resolution: null,
  }
  #resolutionSince: Cause
  level: Level
  stage: Stage = 'new'
  contactAt: Instant | null = null
  waiting: { since: Instant; reason: 'question' | 'stage' } | null = null
  outOfScope: OutOfScope | null = null
  isEnforced = true
  proposed: Cause | null = null
  closedAt: Instant | null = null
  /** Facts of moves that the side may not make from where the ticket was. */
  readonly refusedMoves: string[] = []

  /** Registration: the reaction starts, and the resolution if one is promised. */
  constructor(policy: SlaPolicy, setting: ClockSetting, registered: Cause & { level: Level }) {
    this.#terms = policyTermsOf(policy)
    this.clocks = new ClockList(setting)
    this.duties = new CustomerDuties(policy, this.clocks)
    this.level = registered.level
    this.#resolutionSince = registered
    this.#start('reaction', registered)
    this.#start('resolution', registered)
    this.#settle(registered)
  }

  /** First contact (§3.6): meets the reaction; from it on the status is owed. */
  contact(cause: Cause): void {
    this.duties.contact()
    this.#end('reaction', cause.at)
    if (this.contactAt !== null) return
    this.contactAt = cause.at
    this.startStatusUpdate(cause)
  }

  /** A public word of the partner ends one interval of the status update and starts the next. */
  startStatusUpdate(cause: Cause): void {
    if (this.contactAt === null || this.stage === 'proposed' || isOver(this.stage)) return
    this.#end('statusUpdate', cause.at)
    this.#start('statusUpdate', cause)
    this.#settle(cause)
  }

  ask(cause: Cause): void {
    if (isOver(this.stage)) return
    this.waiting ??= { since: cause.at, reason: 'question' }
    this.duties.ask(cause)
    this.#settle(cause)
  }

  /** A message of an authorised person ends the wait and meets the duty to answer. */
  hearCustomer(cause: Cause): void {
    this.waiting = null
    this.duties.answer(cause.at)
    this.#settle(cause)
  }

  changeLevel(cause: Cause, change: LevelChange): void {
    if (change.to === this.level) return
    const isRaised = change.to < this.level
    this.levelChanges.push(change)
    this.level = change.to
    for (const name of partnerClocks) this.#changeTarget(name, cause, isRaised)
    this.#settle(cause)
  }

  /** §4.3: a violated duty sets level 2 at the instant of violation. */
  violate({ at, reason, clause, evidence }: Violation): void {
    if (reason === 'replyDuty') this.duties.violateReply(at)
    const cause = { at, id: evidence.at(-1) ?? '' }
    this.changeLevel(cause, { at, from: this.level, to: 2, reason, clause, evidence })
  }

  moveTo(stage: Stage, by: Side, cause: Cause): void {
    const from = this.stage
    if (!mayMove(by, from, stage)) {
      this.refusedMoves.push(cause.id)
      return
    }
    this.stage = stage
    // Taking up a ticket that needs a decision is the decision.
    if (from === 'decision' && by === 'partner' && stage !== 'rejected') this.isEnforced = true
    if (from === 'waiting' && stage !== 'waiting') this.#stopWaiting(cause.at)
    if (from !== stage) this.#arrive(from, by, cause)
    if (stage === 'waiting') this.waiting ??= { since: cause.at, reason: 'stage' }
    this.#settle(cause)
  }

  /** §2: stops the clocks until an objection is upheld; the time between counts as a pause. */
  setOutOfScope(cause: Cause, reason: string | null): void {
    const since = this.outOfScope?.since ?? cause.at
    this.outOfScope = reason === null ? null : { since, reason, objection: null }
    this.duties.setOutOfScope(reason !== null, cause.at)
    this.#settle(cause)
  }

  /** The customer does not agree; null: he has been answered, and it stays as it is. */
  object(objection: Objection | null): void {
    if (this.outOfScope) this.outOfScope = { ...this.outOfScope, objection }
  }

  /** The clocks run, but nothing is announced until the partner has decided. */
  needDecision(cause: Cause): void {
    this.isEnforced = false
    this.stage = 'decision'
    this.#settle(cause)
  }

  accept(cause: Cause): void {
    this.isEnforced = true
    if (this.stage === 'decision') this.stage = 'new'
    this.#settle(cause)
  }

  #arrive(from: Stage, by: Side, cause: Cause): void {
    if (isOver(this.stage)) {
      if (!isOver(from)) this.#close(by, cause)
      return
    }
    this.closedAt = null
    this.proposed = null
    if (this.stage === 'proposed') this.#propose(cause)
    else if (from === 'proposed' || isOver(from)) this.#takeUpAgain(cause)
  }

  /** «Решение предложено» ends the status update and is the resolution. */
  #propose(cause: Cause): void {
    this.proposed = cause
    this.#stopWaiting(cause.at)
    this.#endStatusUpdates(cause.at)
    this.#end('resolution', cause.at)
  }

  /** Ended before any contact, the reaction is not needed; nor is a solution nobody waits for. */
  #close(by: Side, cause: Cause): void {
    this.closedAt = cause.at
    this.proposed = null
    this.#stopWaiting(cause.at)
    this.#endStatusUpdates(cause.at)
    this.#drop('reaction', cause.at)
    const isSolved = this.stage === 'closed' && by === 'partner' && this.contactAt !== null
    if (isSolved) this.#end('resolution', cause.at)
    this.#drop('resolution', cause.at)
  }

  /** A rejected solution or a reopened ticket is owed news and a solution again. */
  #takeUpAgain(cause: Cause): void {
    this.#resolutionSince = cause
    if (this.contactAt !== null) this.#start('statusUpdate', cause)
    else if (!this.#live.reaction) this.#start('reaction', cause)
    this.#start('resolution', cause)
  }

  #stopWaiting(at: Instant): void {
    this.waiting = null
    this.duties.withdrawQuestions(at)
  }

  #start(name: PartnerClock, cause: Cause): void {
    const target = this.#terms.levels[this.level][name]
    if (target) this.#live[name] = this.clocks.open(name, cause, target)
  }

  #end(name: PartnerClock, at: Instant): void {
    this.#live[name]?.stop(at)
    this.#live[name] = null
  }

  #drop(name: PartnerClock, at: Instant): void {
    this.#live[name]?.drop(at)
    this.#live[name] = null
  }

  /** An interval that starts and ends at one instant was never owed. */
  #endStatusUpdates(at: Instant): void {
    const run = this.#live.statusUpdate
    if (run?.start.startedAt === at) this.clocks.takeBack('statusUpdate', run)
    this.#end('statusUpdate', at)
  }

  #changeTarget(name: PartnerClock, cause: Cause, isRaised: boolean): void {
    const run = this.#live[name]
    const target = this.#terms.levels[this.level][name]
    if (run && target) run.change(cause.at, target)
    else if (run) this.#drop(name, cause.at)
    else if (name === 'resolution' && this.#owesResolution())
      this.#start(name, isRaised ? cause : this.#resolutionSince)
  }

  #owesResolution(): boolean {
    return this.stage !== 'proposed' && !isOver(this.stage)
  }

  /** Brings pauses and duties into line with the state that an event has left. */
  #settle(cause: Cause): void {
    const outOfScope = this.outOfScope && ('outOfScope' as const)
    const reason = outOfScope ?? this.#waitingReason()
    this.#live.reaction?.setPause(cause.at, outOfScope)
    this.#live.statusUpdate?.setPause(cause.at, reason)
    this.#live.resolution?.setPause(cause.at, reason)
    if (this.#owesDuties()) this.duties.begin(cause)
    else this.duties.end(cause.at)
  }

  /** Waiting stops the status update and the resolution, but not at level 1. */
  #waitingReason(): 'waiting' | null {
    return this.waiting && this.level !== 1 ? 'waiting' : null
  }

  /** The duties of §4 are those of level 1, while the ticket lives and is accepted. */
  #owesDuties(): boolean {
    return this.level === 1 && this.isEnforced && !isOver(this.stage)
  }
}
