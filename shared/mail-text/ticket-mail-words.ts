import { DateTime } from 'luxon'
import type { Level } from '../sla/level.ts'
import { type FieldKey, fieldSpec } from '../ticket/fields.ts'
import { type Stage, stageSpecs } from '../ticket/stages.ts'
import type { Instant } from '../time.ts'

export type MailLocale = 'ru' | 'en'

type Registered = {
  number: number
  /** null: nothing runs yet. */
  reactionDueAt: Instant | null
  isDecisionNeeded: boolean
  missing: readonly FieldKey[]
  zone: string
}

const instantIn = (locale: MailLocale, at: Instant, zone: string) =>
  DateTime.fromMillis(at, { zone, locale }).toFormat('ccc, d MMMM, HH:mm ZZZZ')

/** What a person reads of a ticket by mail, in his language. */
export const ticketMailWords = {
  ru: {
    registered({ number, reactionDueAt, isDecisionNeeded, missing, zone }: Registered): string {
      const due =
        reactionDueAt === null
          ? ''
          : ` Реакция — не позднее ${instantIn('ru', reactionDueAt, zone)}.`
      const decision = ' Работа начнётся, когда исполнитель его примет.'
      const names = missing.map((key) => `«${fieldSpec(key).title.ru}»`).join(', ')
      const lack = `\nЧтобы мы могли начать без дополнительных вопросов, укажите: ${names}.`
      return `Обращение № ${String(number)} зарегистрировано.${isDecisionNeeded ? decision : due}${missing.length > 0 ? lack : ''}`
    },
    stage: (stage: Stage) => `Стадия обращения: «${stageSpecs[stage].title.ru}».`,
    level: (from: Level, to: Level) => `Критичность изменена: ${String(from)} → ${String(to)}.`,
    clause: (clause: string) => `Нарушено условие § ${clause}.`,
    says: (author: string, party: string) => `${author} (${party}) пишет:`,
    partner: 'исполнитель',
    asks: 'Исполнитель ждёт вашего ответа. Ответьте на это письмо или в карточке обращения.',
    files: (names: string) => `Файлы в карточке обращения: ${names}`,
    ticket: (number: number, title: string) => `Обращение № ${String(number)} «${title}»`,
    why: 'Вы получаете письма как уполномоченное лицо соглашения. Какие именно — выбирается в портале: «Соглашение» → «Письма».',
    digestSubject: (numbers: string) => `Обращения за сутки: ${numbers}`,
    digestFoot: 'Чтобы ответить по почте, укажите в теме номер обращения, например [#7].',
  },
  en: {
    registered({ number, reactionDueAt, isDecisionNeeded, missing, zone }: Registered): string {
      const due =
        reactionDueAt === null ? '' : ` Reaction due by ${instantIn('en', reactionDueAt, zone)}.`
      const decision = ' Work begins when the supporting firm accepts it.'
      const names = missing.map((key) => `“${fieldSpec(key).title.en}”`).join(', ')
      const lack = `\nTo spare you further questions, please tell us: ${names}.`
      return `Ticket ${String(number)} is registered.${isDecisionNeeded ? decision : due}${missing.length > 0 ? lack : ''}`
    },
    stage: (stage: Stage) => `Stage of the ticket: “${stageSpecs[stage].title.en}”.`,
    level: (from: Level, to: Level) => `Severity changed: ${String(from)} → ${String(to)}.`,
    clause: (clause: string) => `Breached condition: § ${clause}.`,
    says: (author: string, party: string) => `${author} (${party}) writes:`,
    partner: 'support',
    asks: 'We are waiting for your answer. Reply to this mail or in the ticket’s card.',
    files: (names: string) => `Files in the ticket’s card: ${names}`,
    ticket: (number: number, title: string) => `Ticket ${String(number)} “${title}”`,
    why: 'You get mail as an authorised person of the agreement. Which mails, you choose in the portal: “Agreement” → “Mail”.',
    digestSubject: (numbers: string) => `Tickets of the last day: ${numbers}`,
    digestFoot: 'To answer by mail, put the ticket’s number into the subject, such as [#7].',
  },
}
export type TicketMailWords = (typeof ticketMailWords)[MailLocale]
