import type { Words } from '../../shared/words/language.ts'

/**
 * What we write into cards of our own accord, by how it begins (…-texts.ts). A card is asked in all
 * languages: its portal's may have been another one when something was written.
 */
const beginnings = (number: string): Words[] => [
  registration(number),
  {
    ru: `Обращение № ${number} закрыто: его карточку удалил`,
    en: `Ticket No\\. ${number} is closed: .+ deleted its card`,
  },
  {
    ru: `Карточка обращения № ${number} была удалена и создана заново\\.`,
    en: `The card of ticket No\\. ${number} was deleted and has been made anew\\.`,
  },
  {
    ru: 'Стадия «[^»]+» отменена: из стадии «',
    en: 'Stage “[^”]+” is undone: from “',
  },
  { ru: 'Изменение отменено: «', en: 'Change undone: “' },
  {
    ru: 'Критичность снижена до \\d \\(§ 4, п\\. 3\\): ',
    en: 'Criticality lowered to \\d \\(§ 4\\.3\\): ',
  },
  {
    ru: 'Исправление: по поступившим позже данным критичность остаётся \\d',
    en: 'Correction: by what came to light later the criticality stays \\d',
  },
]

const registration = (number: string): Words => ({
  ru: `Обращение № ${number} (зарегистрировано\\.|сохранено, но )`,
  en: `Ticket No\\. ${number} is (registered\\.|saved, but )`,
})

const reference = '(сообщение|message)'

const inAny = (words: readonly Words[]) => words.flatMap((one) => Object.values(one)).join('|')

/**
 * Whether a comment that nobody remembers is one of ours: the mirror of a message or something that we
 * say ourselves, always in the same words and with the ticket's number. Nobody writes that by hand.
 */
export function isOurWording(text: string, ticketNumber: number): boolean {
  const number = String(ticketNumber)
  const mirror = `\\[b\\].+\\[/b\\].* · ${reference} ${number}-\\d+(\\n|$)`
  return new RegExp(`^(${inAny(beginnings(number))}|${mirror})`).test(text.trim())
}

/** The number that a mirror gives its message; «сообщение 7-3» is the third. */
export function ordinalIn(text: string, ticketNumber: number): number | undefined {
  const [line = ''] = text.split('\n', 1)
  const pattern = new RegExp(` · ${reference} ${String(ticketNumber)}-(?<ordinal>\\d+)\\s*$`)
  const ordinal = pattern.exec(line)?.groups?.ordinal
  return ordinal === undefined ? undefined : Number(ordinal)
}

/** The answer to a new ticket, whatever it names. */
export const isRegistration = (text: string, ticketNumber: number): boolean =>
  new RegExp(`^(${inAny([registration(String(ticketNumber))])})`).test(text.trim())
