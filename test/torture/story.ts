import type { FieldKey } from '../../shared/ticket/fields.ts'
import type { Stage } from '../../shared/ticket/stages.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { Desk } from './desk.ts'

/** What somebody wrote below a ticket, and how it stands. */
export type Said = {
  side: Side
  userId: number
  commentId: number
  /** Without the public mark; no other comment contains it. */
  text: string
  isPublic: boolean
  asks: boolean
  /** An edit has changed more than the words: the mark came, went or began to ask. */
  isRemarked: boolean
  isDeleted: boolean
  files: string[]
}

/** The words by which a comment is told from all others, however often it was edited. */
export const labelOf = ({ text }: Said): string => text.split(' ').slice(0, 2).join(' ')

/** A move that a person or a robot made, as the portal recorded it. */
export type Moved = { side: Side; id: number; at: number; to: Stage }

/** What people did to one ticket; how it must stand in the end follows from that alone. */
export type Story = {
  itemId: number
  title: string
  isAuthorised: boolean
  /** What each field says whose owner wrote it. */
  values: Partial<Record<FieldKey, string>>
  said: Said[]
  moved: Moved[]
  files: number
}

export type People = { customer: Desk; partner: Desk }

/** Those of the cast who act, and whose word counts. */
export const authorised = [7, 1] as const
export const unauthorised = 8
export const engineers = [5, 1] as const
