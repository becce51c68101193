import type { DocumentLocale } from '../../shared/api/documents.ts'
import type { MonthlyReport } from '../../shared/report/monthly-report-shape.ts'
import { documentWords } from './document-words.ts'
import { wordsOf } from './page-words.ts'
import { reportWords } from './report-words.ts'
import { termsWords } from './terms-words.ts'

/** A contract's month, and whose word it reports on. */
export type ReportData = { report: MonthlyReport; partnerName: string }

const ownWords = {
  ru: {
    registered: 'Зарегистрировано обращений',
    open: 'Осталось открытыми',
    party: 'Чьё',
    upToMinutes: 'Не дольше, мин',
    started: 'Начало отсчёта',
    due: 'Срок',
    breached: 'Нарушено',
    target: 'По соглашению, мин',
    used: 'Использовано, мин',
    part: 'Почему',
    counted: 'Засчитано',
    countedMinutes: 'Засчитано, мин',
    sum: 'Всего',
    sumMinutes: 'Всего, мин',
    clause: 'Пункт',
    before: 'Было',
    after: 'Стало',
    evidence: 'Основание',
    minutes: 'мин',
    summary: 'Сводка',
    times: 'Время',
    why: 'Расчёт времени',
    tooMany: 'Нарушений слишком много для печати: остальные — в таблице XLSX этого отчёта.',
    whyInTable: 'Расчёт времени — в таблице XLSX этого отчёта.',
  },
  en: {
    registered: 'Tickets registered',
    open: 'Still open',
    party: 'Whose',
    upToMinutes: 'No longer than, min',
    started: 'Counted from',
    due: 'Due',
    breached: 'Breached',
    target: 'Agreed, min',
    used: 'Used, min',
    part: 'Why',
    counted: 'Counted',
    countedMinutes: 'Counted, min',
    sum: 'In all',
    sumMinutes: 'In all, min',
    clause: 'Clause',
    before: 'From level',
    after: 'To level',
    evidence: 'Evidence',
    minutes: 'min',
    summary: 'Summary',
    times: 'Times',
    why: 'Reckoning of time',
    tooMany:
      'There are too many breaches to print: the others are in the XLSX file of this report.',
    whyInTable: 'The reckoning of its time is in the XLSX file of this report.',
  },
} satisfies Record<DocumentLocale, Record<string, string>>

/** How a document speaks of a report: words of its own, those of all documents, and those of our pages. */
export function sayingReport({ zone }: MonthlyReport, locale: DocumentLocale) {
  const t = wordsOf({ ...termsWords[locale], ...reportWords[locale] })
  const levelName = (level: number) => t(`levels.${String(level)}.name`)
  const clockName = (clock: string) => t(`clocks.names.${clock}`)
  const own = ownWords[locale]
  return { t, locale, zone, words: documentWords[locale], own, levelName, clockName }
}

export type SayingReport = ReturnType<typeof sayingReport>
