import type { ClockName, LevelChange, TicketClocks } from '../../shared/sla/clocks.ts'
import type { Level } from '../../shared/sla/level.ts'
import type { Instant } from '../../shared/time.ts'
import { formatInstant } from '../../shared/words/format-instant.ts'
import { inEach, type Language, type Words } from '../../shared/words/language.ts'

export const clockNames: Record<ClockName, Words> = {
  reaction: { ru: 'реакция', en: 'reaction' },
  statusUpdate: { ru: 'обновление статуса', en: 'status update' },
  resolution: { ru: 'решение', en: 'solution' },
  replyDuty: { ru: 'ответ клиента (§ 4, п. 2)', en: 'customer’s reply (§ 4.2)' },
  phoneDuty: {
    ru: 'доступность клиента по телефону (§ 4, п. 1)',
    en: 'customer’s reachability by phone (§ 4.1)',
  },
}

type ClockNotice = { number: number; clock: ClockName; dueAt: Instant | null; zone: string }

const dueWords: Words = { ru: ', срок — ', en: ', due ' }

const dueIn = (language: Language, { dueAt, zone }: ClockNotice) =>
  dueAt === null ? '' : `${dueWords[language]}${formatInstant(dueAt, zone, language)}`

export function warningText(notice: ClockNotice, share: number): Words {
  const [id, percent] = [String(notice.number), String(Math.round(share * 100))]
  const name = clockNames[notice.clock]
  return {
    ru: `Обращение № ${id}: ${name.ru} — использовано ${percent} % времени${dueIn('ru', notice)}.`,
    en: `Ticket No. ${id}: ${name.en} — ${percent}% of the time is used${dueIn('en', notice)}.`,
  }
}

export function breachText(notice: ClockNotice): Words {
  const id = String(notice.number)
  const name = clockNames[notice.clock]
  return {
    ru: `Обращение № ${id}: просрочено — ${name.ru}${dueIn('ru', notice)}.`,
    en: `Ticket No. ${id}: overdue — ${name.en}${dueIn('en', notice)}.`,
  }
}

/** §4.3: names clause, evidence and time, and what follows. */
export function downgradeText(
  { at, clause, to }: LevelChange,
  evidence: Words,
  zone: string,
): Words {
  const broken: Words =
    clause === undefined
      ? { ru: '', en: '' }
      : { ru: ` Нарушено условие § ${clause}.`, en: ` Breached condition: § ${clause}.` }
  return {
    ru: `Критичность снижена до ${String(to)} (§ 4, п. 3): ${formatInstant(at, zone, 'ru')}.${broken.ru}${evidence.ru}`,
    en: `Criticality lowered to ${String(to)} (§ 4.3): ${formatInstant(at, zone, 'en')}.${broken.en}${evidence.en}`,
  }
}

export const correctionText = (level: Level): Words => ({
  ru: `Исправление: по поступившим позже данным критичность остаётся ${String(level)}; прежнее снижение отменено.`,
  en: `Correction: by what came to light later the criticality stays ${String(level)}; it had been lowered in error.`,
})

const states = {
  stopped: { ru: 'Сроки остановлены', en: 'Clocks stopped' },
  running: { ru: 'Идёт срок', en: 'Running' },
  paused: { ru: 'Пауза', en: 'Paused' },
} satisfies Record<string, Words>

/** One line for lists of the CRM, where our own views are not at hand. */
export function slaStateText(clocks: TicketClocks): Words {
  const [next] = clocks.clocks.filter(
    (clock) => clock.stoppedAt === undefined && clock.notNeeded !== true,
  )
  if (!next) return states.stopped
  const state = next.pausedAt === undefined ? states.running : states.paused
  return inEach((language) => `${state[language]}: ${clockNames[next.name][language]}`)
}
