import type { MessageRecord } from '../db/messages-store.ts'
import type { OutsidePost } from '../db/outside-store.ts'
import { channelWords, formatInstant } from './texts.ts'

/** A person's message in his own portal's card, when he wrote it without the portal. */
export function outsideText(
  message: Pick<MessageRecord, 'author' | 'text' | 'ordinal' | 'at' | 'channel'>,
  number: number,
  zone: string,
): string {
  const way = message.channel === null ? '' : ` · ${channelWords[message.channel]}`
  const reference = `сообщение ${String(number)}-${String(message.ordinal)}`
  return `[b]${message.author}[/b]${way}, ${formatInstant(message.at, zone)} · ${reference}\n${message.text}`
}

/** Says by whom, how and when a ticket was filed whose item we made ourselves. */
export const filedOutsideText = (
  { author, channel, at }: Pick<OutsidePost, 'author' | 'channel' | 'at'>,
  zone: string,
): string => `Обращение подано ${channelWords[channel]}: ${author}, ${formatInstant(at, zone)}.`
