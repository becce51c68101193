import { z } from 'zod'

/** The way by which a message came: a card of a portal, mail, the rescue page, a robot, a logged call, a step in our tab. */
export const messageWaySchema = z.enum(['portal', 'mail', 'rescue', 'robot', 'call', 'tab'])
export type MessageWay = z.infer<typeof messageWaySchema>

/** Ways by which a message reaches persons, beside the card in the other side's portal. */
export const readerChannelSchema = z.enum(['mail', 'rescue', 'tab'])
export type ReaderChannel = z.infer<typeof readerChannelSchema>

/**
 * A person whom a message has reached: accepted by his mail server, shown to him on the rescue page or
 * in the ticket's tab. A mail that has not gone waits, or was refused for good.
 */
export const messageReaderSchema = z.object({
  channel: readerChannelSchema,
  reader: z.string(),
  state: z.enum(['reached', 'waiting', 'refused']),
  /** When it reached him, or since when it waits. */
  at: z.number(),
})
export type MessageReader = z.infer<typeof messageReaderSchema>
