import type { OutsideChannel, Side } from '../../shared/sla/history.ts'
import { formatInstant } from '../../shared/words/format-instant.ts'
import { inEach, type Language, type Words } from '../../shared/words/language.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { OutsidePost } from '../db/outside-store.ts'
import { authorWords } from './author-names.ts'

/** A message with its words in each language, where they are not a person's own. */
type Spoken = Pick<MessageRecord, 'author' | 'text' | 'asks' | 'ordinal' | 'side' | 'channel'> & {
  words?: Words
}

/** How a message came that was not written in a card. */
export const channelWords: Record<OutsideChannel, Words> = {
  mail: { ru: 'письмом', en: 'by mail' },
  rescue: { ru: 'через резервную страницу', en: 'on the rescue page' },
}

const reference: Words = { ru: 'сообщение', en: 'message' }
const support: Words = { ru: 'исполнитель', en: 'support' }
const awaits: Words = {
  ru: 'Исполнитель ждёт вашего ответа.',
  en: 'The support firm awaits your reply.',
}

/** «сообщение 7-3»: by this everybody finds the message, and we ourselves after a restoration. */
const referenceIn = (language: Language, { ordinal }: Pick<Spoken, 'ordinal'>, number: number) =>
  `${reference[language]} ${String(number)}-${String(ordinal)}`

const authorIn = (language: Language, { author }: Pick<Spoken, 'author'>) =>
  `[b]${authorWords(author)[language]}[/b]`

const wayIn = (language: Language, { channel }: Pick<Spoken, 'channel'>) =>
  channel === null ? '' : ` · ${channelWords[channel][language]}`

const wordsIn = (language: Language, { words, text }: Pick<Spoken, 'words' | 'text'>) =>
  words?.[language] ?? text

/** Who a message is from, in the other party's card. */
const partyIn = (language: Language, side: Side, customerName: string) =>
  side === 'customer' ? customerName : support[language]

/** A message in the other party's card. */
export const mirroredText = (message: Spoken, number: number, customerName: string): Words =>
  inEach((language) => {
    const party = partyIn(language, message.side, customerName)
    const asks = message.asks ? `\n[i]${awaits[language]}[/i]` : ''
    const head = `${authorIn(language, message)} (${party})${wayIn(language, message)}`
    return `${head} · ${referenceIn(language, message, number)}\n${wordsIn(language, message)}${asks}`
  })

const sentText = ({ asks, side }: Pick<Spoken, 'asks' | 'side'>): Words => {
  const isToSupport = side === 'customer'
  return {
    ru: `${asks ? 'вопрос отправлен' : 'отправлено'} ${isToSupport ? 'исполнителю' : 'клиенту'}`,
    en: `${asks ? 'question sent' : 'sent'} to ${isToSupport ? 'the support firm' : 'the customer'}`,
  }
}

/** A robot's message in the card of those whose robot it is. */
export const robotText = (message: Omit<Spoken, 'channel'>, number: number): Words =>
  inEach(
    (language) =>
      `${authorIn(language, message)} · ${sentText(message)[language]} · ${referenceIn(language, message, number)}\n${wordsIn(language, message)}`,
  )

/** A person's message in his own portal's card, when he wrote it without the portal. */
export const outsideText = (
  message: Omit<Spoken, 'asks' | 'side'> & Pick<MessageRecord, 'at'>,
  number: number,
  zone: string,
): Words =>
  inEach((language) => {
    const head = `${authorIn(language, message)}${wayIn(language, message)}`
    const time = formatInstant(message.at, zone, language)
    return `${head}, ${time} · ${referenceIn(language, message, number)}\n${wordsIn(language, message)}`
  })

/** Says by whom, how and when a ticket was filed whose item we made ourselves. */
export const filedOutsideText = (
  { author, channel, at }: Pick<OutsidePost, 'author' | 'channel' | 'at'>,
  zone: string,
): Words => ({
  ru: `Обращение подано ${channelWords[channel].ru}: ${author}, ${formatInstant(at, zone, 'ru')}.`,
  en: `Filed ${channelWords[channel].en}: ${author}, ${formatInstant(at, zone, 'en')}.`,
})

/** A way to the ticket in our app, on a line of its own; nothing where the app's name is not known. */
export function openLink(appCode: string | undefined, number: number): Words {
  if (appCode === undefined) return { ru: '', en: '' }
  const id = String(number)
  const link = (words: string) =>
    `\n[URL=/marketplace/view/${appCode}/?params%5Bticket%5D=${id}]${words}[/URL]`
  return { ru: link(`Открыть обращение № ${id}`), en: link(`Open ticket No. ${id}`) }
}
