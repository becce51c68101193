import type { LevelChange } from '../../shared/sla/clocks.ts'
import type { Fact } from '../../shared/sla/history.ts'
import type { Level } from '../../shared/sla/level.ts'
import { withoutTags } from '../../shared/ticket/without-tags.ts'
import type { Instant } from '../../shared/time.ts'
import { formatInstant } from '../../shared/words/format-instant.ts'
import { inEach, joined, type Words } from '../../shared/words/language.ts'
import type { Ticket } from '../db/tickets-store.ts'

export type Subject = Pick<Ticket, 'number' | 'title' | 'clocks'>

const mostWords = 200
const nothing: Words = { ru: '', en: '' }

const nameOf = ({ number }: Pick<Subject, 'number'>): Words => ({
  ru: `Обращение № ${String(number)}`,
  en: `Ticket No. ${String(number)}`,
})

export function levelOneText(ticket: Subject, zone: string): Words {
  const reaction = ticket.clocks.clocks.find((clock) => clock.name === 'reaction')
  const due = reaction?.dueAt ?? null
  const name = nameOf(ticket)
  const title = withoutTags(ticket.title)
  const named: Words = {
    ru: `[b]${name.ru}, критичность 1[/b]: ${title}.`,
    en: `[b]${name.en}, criticality 1[/b]: ${title}.`,
  }
  if (due === null) return named
  return {
    ru: `${named.ru} Реакция — не позднее ${formatInstant(due, zone, 'ru')}.`,
    en: `${named.en} Reaction due by ${formatInstant(due, zone, 'en')}.`,
  }
}

export function repliedText(
  ticket: Subject,
  { author, words }: { author: string; words: string },
): Words {
  const shown = words.length > mostWords ? `${words.slice(0, mostWords)}…` : words
  const quote: Words = shown === '' ? nothing : { ru: ` «${shown}»`, en: ` “${shown}”` }
  const name = nameOf(ticket)
  return {
    ru: `${name.ru}: ответил клиент, ${author}.${quote.ru}`,
    en: `${name.en}: the customer replied, ${author}.${quote.en}`,
  }
}

export function levelChangedText(ticket: Subject, change: LevelChange, zone: string): Words {
  const { at, from, to } = change
  const [name, reason] = [nameOf(ticket), reasonText(change)]
  const isLowered = to > from
  return {
    ru: `${name.ru}: критичность ${isLowered ? 'снижена' : 'повышена'} с ${String(from)} до ${String(to)}, ${formatInstant(at, zone, 'ru')}.${reason.ru}`,
    en: `${name.en}: criticality ${isLowered ? 'lowered' : 'raised'} from ${String(from)} to ${String(to)}, ${formatInstant(at, zone, 'en')}.${reason.en}`,
  }
}

function reasonText({ clause, note }: LevelChange): Words {
  if (clause !== undefined)
    return {
      ru: ` Причина: нарушено условие § ${clause}.`,
      en: ` Reason: breached condition, § ${clause}.`,
    }
  if (note === undefined || note === '') return nothing
  return { ru: ` Причина: ${note}.`, en: ` Reason: ${note}.` }
}

export const correctedText = (ticket: Subject, level: Level): Words => ({
  ru: `${nameOf(ticket).ru}: по поступившим позже данным критичность остаётся ${String(level)}.`,
  en: `${nameOf(ticket).en}: by what came to light later the criticality stays ${String(level)}.`,
})

/** What shows that a duty of §4 was not kept, for both parties to read; empty where nothing of it is known. */
export function evidenceText(
  { reason, evidence }: LevelChange,
  history: readonly Fact[],
  zone: string,
): Words {
  const facts = evidence.flatMap((id) => history.find((fact) => fact.id === id) ?? [])
  const time = (at: Instant) => inEach((language) => formatInstant(at, zone, language))
  if (reason === 'phoneDuty') {
    if (facts.length === 0) return nothing
    const calls = joined(
      facts.map((fact) => time(fact.at)),
      '; ',
    )
    return { ru: ` Звонки без ответа: ${calls.ru}.`, en: ` Unanswered calls: ${calls.en}.` }
  }
  const [question, delivery] = facts
  if (!question) return nothing
  const asked = time(question.at)
  const delivered = delivery && time(delivery.at)
  return {
    ru: ` Вопрос без ответа: задан ${asked.ru}${delivered ? `, доставлен ${delivered.ru}` : ''}.`,
    en: ` Unanswered question: asked ${asked.en}${delivered ? `, delivered ${delivered.en}` : ''}.`,
  }
}

const quietHours: Words = { ru: '[b]За тихие часы[/b]', en: '[b]During quiet hours[/b]' }

/** What was held back during the quiet hours, as one message. */
export const digestText = (texts: readonly string[]): Words =>
  inEach((language) =>
    texts.length === 1 ? texts.join('') : [quietHours[language], ...texts].join('\n\n'),
  )
