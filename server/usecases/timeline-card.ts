import type { Person } from '../../shared/api/contracts.ts'
import { clocksAt, nextDueClock } from '../../shared/sla/ticket-clocks.ts'
import { clockState, type SlaClock } from '../../shared/sla/clocks.ts'
import { isOver } from '../../shared/ticket/stages.ts'
import type { Instant } from '../../shared/time.ts'
import type { TimelineCard } from '../bitrix/timeline-card.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { clockNames, formatInstant } from './texts.ts'

type Around = {
  /** Whom to ring up; null: nobody who is authorised is named. */
  contact: Person | null
  zone: string
  now: Instant
}

/** Buttons of the card and what pressing them says. */
export const cardButtons = {
  callReached: { title: 'Ответил по телефону', isReached: true },
  callMissed: { title: 'Не дозвонился', isReached: false },
} as const
export type CardButton = keyof typeof cardButtons

/**
 * What the engineer sees of a ticket in the timeline of its item: the dues that run, whom to call, and
 * what came of it by a button. Pure; the same until something of that changes.
 */
export function timelineCard(ticket: Ticket, around: Around): TimelineCard {
  const { contact, now } = around
  const isDone = isOver(ticket.stage)
  const open = isDone ? [] : clocksAt(ticket.clocks, now).clocks.filter(isOpen)
  const isLate = open.some((clock) => isBreached(clock, now))
  const contactLine = contact && { title: 'Контакт', text: `${contact.name}, ${contact.phone}` }
  const lines = [
    ...open.map((clock) => clockLine(clock, around)),
    ...(contactLine ? [contactLine] : []),
  ]
  return {
    title: `Обращение № ${String(ticket.number)} · критичность ${String(ticket.level)}`,
    tag: tagOf(ticket, { isDone, isLate }),
    lines: lines.length > 0 ? lines : [{ title: 'Сроки', text: 'остановлены' }],
    buttons: isDone || !ticket.clocks.isEnforced ? [] : buttonsFor(contact),
    deadlineAt: isDone ? null : (nextDueClock(ticket.clocks, now)?.dueAt ?? null),
    isCompleted: isDone,
  }
}

/** Only a named authorised person can have answered (§3.6). */
const buttonsFor = (contact: Person | null): TimelineCard['buttons'] =>
  (Object.keys(cardButtons) as CardButton[])
    .filter((id) => contact !== null || !cardButtons[id].isReached)
    .map((id) => ({ id, title: cardButtons[id].title }))

function tagOf(
  { level }: Ticket,
  { isDone, isLate }: { isDone: boolean; isLate: boolean },
): TimelineCard['tag'] {
  if (isDone) return { title: 'Завершено', type: 'success' }
  if (isLate) return { title: 'Просрочено', type: 'failure' }
  return level === 1 ? { title: 'Критично', type: 'warning' } : null
}

const isOpen = (clock: SlaClock) =>
  clock.stoppedAt === undefined && clock.notNeeded !== true && clock.violatedAt === undefined

const isBreached = (clock: SlaClock, now: Instant) =>
  clock.owedBy === 'partner' && clockState(clock, now) === 'breached'

function clockLine(clock: SlaClock, { zone }: Around): TimelineCard['lines'][number] {
  const name = clockNames[clock.name]
  const title = name.charAt(0).toUpperCase() + name.slice(1)
  if (clock.pausedAt !== undefined) return { title, text: 'пауза' }
  if (clock.attempts)
    return {
      title,
      text: `звонков без ответа — ${String(clock.attempts.made)} из ${String(clock.attempts.limit)}`,
    }
  return { title, text: clock.dueAt === null ? 'идёт' : `до ${formatInstant(clock.dueAt, zone)}` }
}
