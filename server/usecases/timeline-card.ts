import type { Person } from '../../shared/api/contracts.ts'
import { clocksAt, nextDueClock } from '../../shared/sla/ticket-clocks.ts'
import { clockState, type SlaClock } from '../../shared/sla/clocks.ts'
import { isOver } from '../../shared/ticket/stages.ts'
import type { Instant } from '../../shared/time.ts'
import { formatInstant } from '../../shared/words/format-instant.ts'
import type { Language, Words } from '../../shared/words/language.ts'
import type { TimelineCard } from '../bitrix/timeline-card.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { clockNames } from './clock-texts.ts'

type Around = {
  /** Whom to ring up; null: nobody who is authorised is named. */
  contact: Person | null
  zone: string
  language: Language
  now: Instant
}

/** Buttons of the card and what pressing them says. */
export const cardButtons = {
  callReached: {
    title: { ru: 'Ответил по телефону', en: 'Reached by phone' },
    isReached: true,
  },
  callMissed: { title: { ru: 'Не дозвонился', en: 'Nobody answered' }, isReached: false },
} as const
export type CardButton = keyof typeof cardButtons

/**
 * What the engineer sees of a ticket in the timeline of its item: the dues that run, whom to call, and
 * what came of it by a button. Pure; the same until something of that changes.
 */
export function timelineCard(ticket: Ticket, around: Around): TimelineCard {
  const { contact, language, now } = around
  const isDone = isOver(ticket.stage)
  const open = isDone ? [] : clocksAt(ticket.clocks, now).clocks.filter(isOpen)
  const isLate = open.some((clock) => isBreached(clock, now))
  const contactLine = contact && {
    title: words.contact[language],
    text: `${contact.name}, ${contact.phone}`,
  }
  const lines = [
    ...open.map((clock) => clockLine(clock, around)),
    ...(contactLine ? [contactLine] : []),
  ]
  return {
    title: titleOf(ticket)[language],
    tag: tagIn(language, ticket, { isDone, isLate }),
    lines:
      lines.length > 0 ? lines : [{ title: words.clocks[language], text: words.stopped[language] }],
    buttons: isDone || !ticket.clocks.isEnforced ? [] : buttonsIn(language, contact),
    deadlineAt: isDone ? null : (nextDueClock(ticket.clocks, now)?.dueAt ?? null),
    isCompleted: isDone,
  }
}

/** Only a named authorised person can have answered (§3.6). */
const buttonsIn = (language: Language, contact: Person | null): TimelineCard['buttons'] =>
  (Object.keys(cardButtons) as CardButton[])
    .filter((id) => contact !== null || !cardButtons[id].isReached)
    .map((id) => ({ id, title: cardButtons[id].title[language] }))

function tagIn(
  language: Language,
  { level }: Ticket,
  { isDone, isLate }: { isDone: boolean; isLate: boolean },
): TimelineCard['tag'] {
  if (isDone) return { title: words.done[language], type: 'success' }
  if (isLate) return { title: words.late[language], type: 'failure' }
  return level === 1 ? { title: words.critical[language], type: 'warning' } : null
}

const isOpen = (clock: SlaClock) =>
  clock.stoppedAt === undefined && clock.notNeeded !== true && clock.violatedAt === undefined

const isBreached = (clock: SlaClock, now: Instant) =>
  clock.owedBy === 'partner' && clockState(clock, now) === 'breached'

function clockLine(clock: SlaClock, { zone, language }: Around): TimelineCard['lines'][number] {
  const name = clockNames[clock.name][language]
  const title = name.charAt(0).toUpperCase() + name.slice(1)
  if (clock.pausedAt !== undefined) return { title, text: words.paused[language] }
  if (clock.attempts)
    return {
      title,
      text: attemptsOf(clock.attempts)[language],
    }
  if (clock.dueAt === null) return { title, text: words.running[language] }
  return { title, text: `${words.until[language]} ${formatInstant(clock.dueAt, zone, language)}` }
}

const titleOf = ({ number, level }: Ticket): Words => ({
  ru: `Обращение № ${String(number)} · критичность ${String(level)}`,
  en: `Ticket No. ${String(number)} · criticality ${String(level)}`,
})

const attemptsOf = ({ made, limit }: NonNullable<SlaClock['attempts']>): Words => ({
  ru: `звонков без ответа — ${String(made)} из ${String(limit)}`,
  en: `unanswered calls: ${String(made)} of ${String(limit)}`,
})

const words = {
  contact: { ru: 'Контакт', en: 'Contact' },
  clocks: { ru: 'Сроки', en: 'Clocks' },
  stopped: { ru: 'остановлены', en: 'stopped' },
  paused: { ru: 'пауза', en: 'paused' },
  running: { ru: 'идёт', en: 'running' },
  until: { ru: 'до', en: 'by' },
  done: { ru: 'Завершено', en: 'Done' },
  late: { ru: 'Просрочено', en: 'Overdue' },
  critical: { ru: 'Критично', en: 'Critical' },
} satisfies Record<string, Words>
