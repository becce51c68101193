import type { MessageReader, MessageWay } from '../../shared/api/message-ways.ts'
import type { Message } from '../../shared/api/tickets.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import { isOfCall } from './call-act.ts'
import { isFromRobot } from './robot-message.ts'

type Deps = { db: Database; clock: Clock }

/** Who looks at a ticket in his portal's tab. */
type Onlooker = { side: Side; name: string }

/** Each person whom a message has reached, or is to reach. */
type Reached = MessageReader & { messageId: string }

/** The conversation of a ticket: by which way each message came, and whom it has reached. */
export function createShowMessages({ db, clock }: Deps) {
  /** To be shown is to be read: whoever looks is from now on among the readers. */
  return async function showMessages(ticketId: string, onlooker: Onlooker): Promise<Message[]> {
    const messages = (await db.messages.listOf(ticketId)).filter((one) => one.deletedAt === null)
    const reached = [...(await readersOf(ticketId)), ...(await unsentOf(ticketId))]
    const seen = [...reached, ...(await noteReader(messages, reached, onlooker))]
    return messages.map((message) => ({
      ...shown(message),
      readers: seen
        .filter(({ messageId }) => messageId === message.id)
        .filter((reader) => isFor(onlooker.side, message, reader))
        .map(({ channel, reader, state, at }) => ({ channel, reader, state, at })),
    }))
  }

  async function readersOf(ticketId: string): Promise<Reached[]> {
    const readers = await db.readers.listOf(ticketId)
    return readers.map((reader) => ({ ...reader, state: 'reached' }))
  }

  async function unsentOf(ticketId: string): Promise<Reached[]> {
    const mails = await db.mails.unsentOf(ticketId)
    return mails.map(({ messageId, reader, isParked, createdAt: at }) => ({
      ...{ messageId, channel: 'mail', reader, at },
      state: isParked ? 'refused' : 'waiting',
    }))
  }

  async function noteReader(
    messages: readonly MessageRecord[],
    reached: readonly Reached[],
    { side, name: reader }: Onlooker,
  ): Promise<Reached[]> {
    const known = reached.filter((one) => one.channel === 'tab' && one.reader === reader)
    const knownIds = new Set(known.map(({ messageId }) => messageId))
    const news = messages
      .filter((message) => message.side !== side && !knownIds.has(message.id))
      .map(({ id: messageId }) => ({ messageId, channel: 'tab' as const, reader, at: clock.now() }))
    for (const one of news) await db.readers.add(one)
    return news.map((one) => ({ ...one, state: 'reached' }))
  }
}

/** Who of the partner's people has read is the partner's own business; so is what his relay holds up. */
const isFor = (side: Side, message: MessageRecord, { channel, state }: Reached): boolean =>
  side === 'partner' || (state === 'reached' && !(channel === 'tab' && message.side === 'customer'))

const shown = (message: MessageRecord): Omit<Message, 'readers'> => ({
  id: message.id,
  by: isFromRobot(message) ? 'robot' : message.side,
  author: message.author,
  text: message.text,
  asks: message.asks,
  at: message.at,
  way: wayOf(message),
  deliveredAt: message.deliveredAt,
  fileNames: message.files.map((file) => file.name),
})

function wayOf(message: MessageRecord): MessageWay {
  if (message.channel !== null) return message.channel
  if (message.commentId > 0) return 'portal'
  if (isOfCall(message)) return 'call'
  return isFromRobot(message) ? 'robot' : 'tab'
}
