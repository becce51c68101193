import type { Level } from '../../shared/sla/level.ts'
import type { Words } from '../../shared/words/language.ts'

export const levelText = (from: Level, to: Level, reason: string): Words => ({
  ru: `Критичность изменена: ${String(from)} → ${String(to)}. ${reason}`,
  en: `Criticality changed: ${String(from)} → ${String(to)}. ${reason}`,
})

/** §2 */
export const outOfScopeText = (reason: string): Words => ({
  ru: `Обращение не входит в состав услуг (§ 2): ${reason}\nСроки остановлены. Если вы не согласны, нажмите «Не согласен» на вкладке SLA.`,
  en: `The ticket is not covered by the services (§ 2): ${reason}\nClocks have stopped. If you disagree, press “I do not agree” on the SLA tab.`,
})

export const objectionText = (reason: string): Words => ({
  ru: `Не согласны, что обращение не входит в состав услуг: ${reason}`,
  en: `We object: the ticket is covered by the services. ${reason}`,
})

export const objectionAnswerText = (isUpheld: boolean, reason: string): Words =>
  isUpheld
    ? {
        ru: `Возражение принято, обращение снова в работе, сроки идут дальше. ${reason}`,
        en: `Objection upheld: the ticket is in progress again, and its clocks run on. ${reason}`,
      }
    : {
        ru: `Возражение отклонено, обращение остаётся вне состава услуг (§ 2). ${reason}`,
        en: `Objection declined: the ticket stays outside the services (§ 2). ${reason}`,
      }
