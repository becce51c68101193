import type { Content } from 'pdfmake/interfaces.js'
import type { ReportBreach } from '../../shared/report/monthly-report-shape.ts'
import { formatDuration, formatSpan } from '../../shared/words/format-instant.ts'
import { sayBreach, sayPart, sayUsed } from '../../shared/words/say-report.ts'
import { breakable, type Column, ruledTable, section } from './paper-parts.ts'
import type { SayingReport } from './report-data.ts'

/** More is for table programs: nobody reads it on paper, and print keeps the machine busy. */
export const printedBreaches = 100
export const printedParts = 400

/** Each promise that was not kept, with the reckoning of its time. */
export function breachesOf(breaches: readonly ReportBreach[], saying: SayingReport): Content[] {
  const { t, own } = saying
  const title = section(t('reports.breaches', { n: breaches.length }))
  if (breaches.length === 0) return [title, { text: t('reports.noBreaches') }]
  let parts = 0
  const printed = breaches.slice(0, printedBreaches).map((breach) => {
    parts += breach.why.length
    return breachOf(breach, parts <= printedParts, saying)
  })
  const isLong = breaches.length > printedBreaches
  return [title, ...printed, ...(isLong ? [{ text: own.tooMany }] : [])]
}

/** So many rows stay together on a page. */
const fewParts = 12

function breachOf(breach: ReportBreach, hasWhy: boolean, saying: SayingReport): Content {
  const { t, own, clockName, levelName } = saying
  const what = [
    clockName(breach.clock),
    levelName(breach.level),
    t(`reports.owedBy.${breach.owedBy}`),
  ].join(' · ')
  const head: Content[] = [
    { text: breakable(`№ ${String(breach.number)} · ${breach.title}`), bold: true },
    { text: what },
    { text: sayBreach(breach, saying), margin: [0, 0, 0, 3] },
  ]
  if (breach.why.length === 0) return { stack: head, unbreakable: true, margin: [0, 0, 0, 10] }
  return {
    stack: [
      ...head,
      ...(hasWhy ? whyOf(breach, saying) : [{ text: own.whyInTable, style: 'quiet' }]),
    ],
    unbreakable: !hasWhy || breach.why.length <= fewParts,
    margin: [0, 0, 0, 10],
  }
}

function whyOf(breach: ReportBreach, saying: SayingReport): Content[] {
  const { t, own, words, locale, zone } = saying
  const columns: Column[] = [
    { head: own.part, width: '*' },
    { head: words.when, width: 236 },
    { head: own.counted, width: 'auto', isNumber: true },
    { head: own.sum, width: 'auto', isNumber: true },
  ]
  const counted = (ms: number) => (ms < 60_000 ? '—' : formatDuration(ms, locale))
  const rows = breach.why.map((part) => ({
    cells: [
      sayPart(part, saying),
      formatSpan(part, zone, locale),
      counted(part.countedMs),
      counted(part.countedMs < 60_000 ? 0 : part.sumMs),
    ],
  }))
  const terms = breach.calendarVersion
  const used = sayUsed(breach, saying)
  const foot = terms === null ? used : `${used} ${t('why.terms', { version: terms })}`
  return [ruledTable(columns, rows), { text: foot, style: 'quiet', margin: [0, 3, 0, 0] }]
}
