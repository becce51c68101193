import type { Fact, Side } from '../../shared/sla/history.ts'
import type { FieldKey } from '../../shared/ticket/fields.ts'
import type { Instant } from '../../shared/time.ts'
import type { Item } from '../bitrix/items.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { SideState } from '../db/side-state.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { SideReading } from './read-side.ts'

/** What a reading of one portal means: the ticket as it stands then, and what happened to it. */
export type Translation = {
  ticket: Ticket
  facts: Fact[]
  messages: MessageRecord[]
  /** Messages whose comment was edited or deleted, as they read now; their mirrors follow. */
  changedMessages: MessageRecord[]
  /** Those of them whose files are others now. */
  refiledMessages: string[]
  /** Fields that the side does not own and changed; they are put back with a comment. */
  foreignEdits: FieldKey[]
  /** The item has files that the other side lacks. */
  hasNewFiles: boolean
  /** The item has been deleted; it is made anew, or the ticket was closed with it. */
  deletion: 'restore' | 'close' | null
  /** Comments that almost began with the public mark; their authors are told. */
  nearMisses: { commentId: number; authorId: number }[]
}

export const sideOf = (translation: Translation, side: Side): SideState =>
  translation.ticket.sides[side]

export function setSide(translation: Translation, side: Side, change: Partial<SideState>): void {
  const { ticket } = translation
  translation.ticket = {
    ...ticket,
    sides: { ...ticket.sides, [side]: { ...ticket.sides[side], ...change } },
  }
}

/** What is kept of an item, to know later what has changed. */
export const seenOf = (item: Item): NonNullable<SideState['seen']> => ({
  title: item.title,
  stageId: item.stageId,
  assignedById: item.assignedById,
  createdBy: item.createdBy,
  updatedAt: item.updatedAt,
  values: item.values,
  fileIds: item.files.map((file) => file.id),
})

/** A record's time, held between the last reading that did not see it and its receipt («Times»). */
export function hold(at: Instant, state: SideState, reading: Pick<SideReading, 'receivedAt'>) {
  const recordedAt = reading.receivedAt
  // Portals keep whole seconds.
  const lower = state.readAt === null ? -Infinity : Math.floor(state.readAt / 1000) * 1000
  const held = Math.min(Math.max(at, lower), recordedAt)
  return held === at ? { at, recordedAt } : { at: held, recordedAt, held: true as const }
}
