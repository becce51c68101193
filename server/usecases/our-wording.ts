/** What we write into cards of our own accord, by how it begins (texts.ts). */
const beginnings = (number: string): string[] => [
  `Обращение № ${number} (зарегистрировано\\.|сохранено, но )`,
  `Обращение № ${number} закрыто: его карточку удалил`,
  `Карточка обращения № ${number} была удалена и создана заново\\.`,
  'Стадия «[^»]+» отменена: из стадии «',
  'Изменение отменено: «',
  'Критичность снижена до \\d \\(§ 4, п\\. 3\\): ',
  'Исправление: по поступившим позже данным критичность остаётся \\d',
]

/**
 * Whether a comment that nobody remembers is one of ours: the mirror of a message or something that we
 * say ourselves, always in the same words and with the ticket's number. Nobody writes that by hand.
 */
export function isOurWording(text: string, ticketNumber: number): boolean {
  const number = String(ticketNumber)
  const reference = `\\[b\\].+\\[/b\\].* · сообщение ${number}-\\d+(\\n|$)`
  return new RegExp(`^(${[...beginnings(number), reference].join('|')})`).test(text.trim())
}

/** The number that a mirror gives its message; «сообщение 7-3» is the third. */
export function ordinalIn(text: string, ticketNumber: number): number | undefined {
  const [line = ''] = text.split('\n', 1)
  const ordinal = new RegExp(` · сообщение ${String(ticketNumber)}-(\\d+)\\s*$`).exec(line)?.[1]
  return ordinal === undefined ? undefined : Number(ordinal)
}

/** The answer to a new ticket, whatever it names. */
export const isRegistration = (text: string, ticketNumber: number): boolean =>
  new RegExp(`^${beginnings(String(ticketNumber))[0] ?? ''}`).test(text.trim())
