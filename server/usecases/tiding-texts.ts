import type { LevelChange } from '../../shared/sla/clocks.ts'
import type { Fact } from '../../shared/sla/history.ts'
import type { Level } from '../../shared/sla/level.ts'
import { withoutTags } from '../../shared/ticket/without-tags.ts'
import type { Instant } from '../../shared/time.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { formatInstant } from './texts.ts'

export type Subject = Pick<Ticket, 'number' | 'title' | 'clocks'>

const mostWords = 200
const nameOf = ({ number }: Pick<Subject, 'number'>) => `Обращение № ${String(number)}`

export function levelOneText(ticket: Subject, zone: string): string {
  const reaction = ticket.clocks.clocks.find((clock) => clock.name === 'reaction')
  const due = reaction?.dueAt ?? null
  const dueText = due === null ? '' : ` Реакция — не позднее ${formatInstant(due, zone)}.`
  return `[b]${nameOf(ticket)}, критичность 1[/b]: ${withoutTags(ticket.title)}.${dueText}`
}

export function repliedText(
  ticket: Subject,
  { author, words }: { author: string; words: string },
): string {
  const shown = words.length > mostWords ? `${words.slice(0, mostWords)}…` : words
  const quote = shown === '' ? '' : ` «${shown}»`
  return `${nameOf(ticket)}: ответил клиент, ${author}.${quote}`
}

export function levelChangedText(ticket: Subject, change: LevelChange, zone: string): string {
  const { at, from, to, clause, note } = change
  const direction = to > from ? 'снижена' : 'повышена'
  const why = clause === undefined ? note : `нарушено условие § ${clause}`
  const reason = why === undefined || why === '' ? '' : ` Причина: ${why}.`
  return `${nameOf(ticket)}: критичность ${direction} с ${String(from)} до ${String(to)}, ${formatInstant(at, zone)}.${reason}`
}

export const correctedText = (ticket: Subject, level: Level): string =>
  `${nameOf(ticket)}: по поступившим позже данным критичность остаётся ${String(level)}.`

/** What shows that a duty of §4 was not kept, for both parties to read; '' where nothing of it is known. */
export function evidenceText(
  { reason, evidence }: LevelChange,
  history: readonly Fact[],
  zone: string,
): string {
  const facts = evidence.flatMap((id) => history.find((fact) => fact.id === id) ?? [])
  const time = (at: Instant) => formatInstant(at, zone)
  if (reason === 'phoneDuty') {
    const calls = facts.map((fact) => time(fact.at)).join('; ')
    return calls === '' ? '' : ` Звонки без ответа: ${calls}.`
  }
  const [question, delivery] = facts
  if (!question) return ''
  const delivered = delivery ? `, доставлен ${time(delivery.at)}` : ''
  return ` Вопрос без ответа: задан ${time(question.at)}${delivered}.`
}

/** What was held back during the quiet hours, as one message. */
export function digestText(texts: readonly string[]): string {
  const [only] = texts
  if (only !== undefined && texts.length === 1) return only
  return ['[b]За тихие часы[/b]', ...texts].join('\n\n')
}
