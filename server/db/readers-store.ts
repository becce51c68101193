import { type ReaderChannel, readerChannelSchema } from '../../shared/api/message-ways.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'

/** Whom a message has reached: accepted by his mail server, or shown on the rescue page or in the tab. */
export type MessageReader = {
  messageId: string
  channel: ReaderChannel
  reader: string
  at: Instant
}

export type ReadersStore = ReturnType<typeof createReadersStore>

export function createReadersStore(db: Db) {
  return {
    /** @returns whether it is news; the first time counts */
    async add({ messageId, channel, reader, at }: MessageReader): Promise<boolean> {
      const { numInsertedOrUpdatedRows = 0n } = await db
        .insertInto('message_readers')
        .values({ message_id: messageId, channel, reader, at })
        .onConflict((conflict) => conflict.columns(['message_id', 'channel', 'reader']).doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows > 0n
    },

    /** Of all messages of a ticket, in the order of time. */
    async listOf(ticketId: string): Promise<MessageReader[]> {
      const rows = await db
        .selectFrom('message_readers')
        .innerJoin('messages', 'messages.id', 'message_readers.message_id')
        .select([
          'message_readers.message_id',
          'message_readers.channel',
          'message_readers.reader',
          'message_readers.at',
        ])
        .where('messages.ticket_id', '=', ticketId)
        .orderBy('message_readers.at')
        .execute()
      return rows.map((row) => ({
        messageId: row.message_id,
        channel: readerChannelSchema.parse(row.channel),
        reader: row.reader,
        at: row.at,
      }))
    },
  }
}
