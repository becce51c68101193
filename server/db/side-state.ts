import { z } from 'zod'
import { type FieldKey, fieldKeys } from '../../shared/ticket/fields.ts'
import { stageSchema } from '../../shared/ticket/stages.ts'

/** Logical values of a ticket's fields: texts, option keys, flags and ISO instants. */
export const valuesSchema = z.partialRecord(
  z.enum(fieldKeys as [FieldKey, ...FieldKey[]]),
  z.union([z.string(), z.boolean()]),
)
export type TicketValues = z.infer<typeof valuesSchema>

/** A call of ours that moves the item: when it went out, and when its end was seen, by our clock. */
const ownMoveSchema = z.object({
  stage: stageSchema,
  from: z.number(),
  until: z.number().nullable(),
  /** In whose name we called; null while the portal has no token of ours. */
  by: z.number().nullable(),
})
export type OwnMove = z.infer<typeof ownMoveSchema>

/** What we know of the ticket's item in one portal. */
const sideStateSchema = z.object({
  /** When the side was last read, so that records cannot claim to be older; null: never. */
  readAt: z.number().nullable(),
  /** The item as last read or written; null before it exists. */
  seen: z
    .object({
      title: z.string(),
      stageId: z.string(),
      assignedById: z.number().nullable(),
      /** To whom the portal gave it at first; not known of items seen by earlier versions. */
      createdBy: z.number().nullable().optional(),
      /** The portal's own time of the last change that we know. */
      updatedAt: z.number(),
      values: valuesSchema,
      fileIds: z.array(z.number()).default([]),
    })
    .nullable(),
  /** Files of the item that are on the other side too. */
  fileIds: z.array(z.number()),
  /** Highest row of the portal's stage history that was worked in. */
  stageMark: z.number(),
  /** Our own moves whose rows in the stage history are still to be read. */
  ownMoves: z.array(ownMoveSchema),
  /** Highest comment of the last reading of the whole card. */
  commentMark: z.number(),
  /** Comments above the mark that were read on their own. */
  readComments: z.array(z.number()),
  /** Until when events are expected that our own writes cause; each is good for one. */
  echoes: z.array(z.number()),
  /** The item was deleted: its comments, up to this one, went with it. Null while nothing was. */
  goneUpTo: z.number().nullable(),
})
export type SideState = z.infer<typeof sideStateSchema>

export const sidesSchema = z.object({ customer: sideStateSchema, partner: sideStateSchema })
