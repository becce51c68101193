import type { ClockName, SlaClock } from '../../shared/sla/clocks.ts'
import type { Side } from '../../shared/sla/history.ts'
import { type FieldKey, fieldKeys, fieldSpec } from '../../shared/ticket/fields.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Language } from '../../shared/words/language.ts'
import type { TicketValues } from '../db/side-state.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { slaStateText } from './clock-texts.ts'

/** How a ticket's item shall look in one portal. */
export type WantedItem = { title: string | null; stageId: string; values: TicketValues }

/** Where an item stands; `company` is the customer's name, which only the partner's item carries. */
type Spot = { side: Side; place: Place; language: Language; company: string }

export function wantedItem(ticket: Ticket, { side, place, language, company }: Spot): WantedItem {
  const values: TicketValues = {}
  for (const key of fieldKeys) {
    const { owner, type } = fieldSpec(key)
    if (owner === side || owner === 'ours' || type === 'file') continue
    const value = ticket.values[key]
    if (value !== undefined) values[key] = value
  }
  Object.assign(values, ourValues(ticket, language))
  if (side === 'partner') values.company = company
  return {
    // The customer's title is his own; the partner's list tells tickets apart by number.
    title: side === 'partner' ? `№ ${String(ticket.number)} · ${ticket.title}` : null,
    stageId: place.stages[ticket.stage],
    values,
  }
}

/** What else an item needs that is made anew: what its own side has written or chosen by now. */
export function ownedBy(ticket: Ticket, side: Side): TicketValues {
  const own = fieldKeys.filter((key) => fieldSpec(key).owner === side)
  return Object.fromEntries(own.flatMap((key) => entryOf(key, ticket.values[key])))
}

const entryOf = (key: FieldKey, value: string | boolean | undefined) =>
  value === undefined ? [] : [[key, value] as const]

function ourValues(ticket: Ticket, language: Language): TicketValues {
  return {
    number: String(ticket.number),
    level: String(ticket.level),
    registeredAt: iso(ticket.registeredAt),
    reactionDueAt: dueOf(ticket, 'reaction'),
    updateDueAt: dueOf(ticket, 'statusUpdate'),
    slaState: slaStateText(ticket.clocks)[language],
  }
}

function dueOf(ticket: Ticket, name: ClockName): string {
  const clock = ticket.clocks.clocks.findLast((candidate: SlaClock) => candidate.name === name)
  const isOpen = clock && clock.stoppedAt === undefined && clock.dueAt !== null
  return isOpen ? iso(clock.dueAt ?? 0) : ''
}

const iso = (instant: number) => new Date(instant).toISOString()

/** What has to be written so that the item as last seen becomes the wanted one; null: nothing. */
export function difference(
  wanted: WantedItem,
  seen: { title: string; stageId: string; values: TicketValues },
): { title?: string; stageId?: string; values: TicketValues } | null {
  const values: TicketValues = {}
  for (const key of fieldKeys) {
    const value = wanted.values[key]
    if (value !== undefined && !isSameValue(key, value, seen.values[key])) values[key] = value
  }
  const change = {
    ...(wanted.title !== null && wanted.title !== seen.title && { title: wanted.title }),
    ...(wanted.stageId !== seen.stageId && { stageId: wanted.stageId }),
    values,
  }
  const isEmpty = Object.keys(change).length === 1 && Object.keys(values).length === 0
  return isEmpty ? null : change
}

/** Times are compared by the second, and nothing is as good as empty. */
export function isSameValue(
  key: FieldKey,
  a: string | boolean,
  b: string | boolean | undefined,
): boolean {
  if (fieldSpec(key).type === 'datetime' && a !== '' && typeof b === 'string' && b !== '')
    return Math.floor(Date.parse(String(a)) / 1000) === Math.floor(Date.parse(b) / 1000)
  return a === (b ?? (typeof a === 'boolean' ? false : ''))
}
