import type { Content } from 'pdfmake/interfaces.js'
import type { DocumentLocale } from '../../shared/api/documents.ts'
import type { Distribution } from '../../shared/report/distribution.ts'
import type { ComplianceRow, MonthlyReport } from '../../shared/report/monthly-report-shape.ts'
import { formatInstant } from '../../shared/words/format-instant.ts'
import { formatMinutes } from '../../shared/words/format-minutes.ts'
import { formatMonth } from '../../shared/words/format-money.ts'
import { formatShare } from '../../shared/words/format-share.ts'
import { sayDowngrade, sayEvidence, sayWork } from '../../shared/words/say-report.ts'
import { type Column, facts, ruledTable, section } from './paper-parts.ts'
import type { Paper } from './pdf.ts'
import { breachesOf } from './report-breaches.ts'
import { type ReportData, type SayingReport, sayingReport } from './report-data.ts'
import { periodOf } from './statement-data.ts'

/** A contract's month for print: what both parties promised, and how they kept it. */
export function reportPaper({ report, partnerName }: ReportData, locale: DocumentLocale): Paper {
  const saying = sayingReport(report, locale)
  const title = `${saying.words.report}: ${formatMonth(report.month, locale)}`
  return {
    title: `${title} · ${report.customerName}`,
    locale,
    content: [
      { text: title, style: 'title' },
      facts(headOf(report, partnerName, saying)),
      ...complianceOf(report, 'partner', saying),
      ...complianceOf(report, 'customer', saying),
      ...timesOf('reaction', report.times.reaction, saying),
      ...timesOf('statusUpdate', report.times.statusUpdate, saying),
      ...breachesOf(report.breaches, saying),
      ...downgradesOf(report, saying),
      ...workOf(report, saying),
    ],
  }
}

function headOf(report: MonthlyReport, partnerName: string, saying: SayingReport) {
  const { words, own, t, locale, zone, levelName } = saying
  const { registered, registeredByLevel, open } = report.tickets
  const levels = registeredByLevel
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => `${levelName(level)}: ${String(count)}`)
  const byLevel = levels.length === 0 ? '' : ` (${levels.join(', ')})`
  const running = t('reports.isRunning', { at: formatInstant(report.asOf, zone, locale) })
  return [
    [words.partner, partnerName],
    [words.customer, report.customerName],
    [words.period, periodOf(report.month, locale)],
    [words.state, report.isMonthOver ? t('reports.isFinal') : running],
    [own.registered, `${String(registered)}${byLevel}`],
    [own.open, String(open)],
  ] as const
}

const outcomes = ['met', 'breached', 'notNeeded', 'open'] as const

function complianceOf(
  { compliance }: MonthlyReport,
  side: ComplianceRow['owedBy'],
  { words, t, locale, clockName, levelName }: SayingReport,
): Content[] {
  const isOurs = side === 'partner'
  const title = section(t(isOurs ? 'reports.ours' : 'reports.theirs'))
  const rows = compliance.filter(({ owedBy }) => owedBy === side)
  if (rows.length === 0)
    return [title, { text: t(isOurs ? 'reports.noPromises' : 'reports.noDuties') }]
  const columns: Column[] = [
    { head: t('reports.promise'), width: '*' },
    { head: words.level, width: '*' },
    { head: t('reports.share'), width: 'auto', isNumber: true },
    ...outcomes.map((outcome) => ({
      ...{ head: t(`reports.outcomeNames.${outcome}`), width: 'auto' as const, isNumber: true },
    })),
  ]
  const cells = (row: ComplianceRow) => [
    ...[clockName(row.clock), levelName(row.level), formatShare(row, locale)],
    ...outcomes.map((outcome) => String(row[outcome])),
  ]
  return [
    title,
    ruledTable(
      columns,
      rows.map((row) => ({ cells: cells(row) })),
    ),
  ]
}

const percentiles = ['p50', 'p90', 'p95', 'longest'] as const
const barWidth = 240

function timesOf(
  clock: 'reaction' | 'statusUpdate',
  times: Distribution,
  { t, locale }: SayingReport,
): Content[] {
  const title = section(t(`reports.times.${clock}`))
  if (times.count === 0) return [title, { text: t('reports.noFigures') }]
  const length = (minutes: number | null) => formatMinutes(minutes ?? 0, locale)
  const said = percentiles.map(
    (name) => `${t(`reports.percentiles.${name}`)} ${length(times[name])}`,
  )
  const most = Math.max(...times.columns.map(({ count }) => count))
  const last = times.columns.at(-2)?.upTo ?? 0
  const rows = times.columns.map(({ upTo, count }) => [
    {
      text:
        upTo === null
          ? t('reports.more', { than: length(last) })
          : t('reports.within', { time: length(upTo) }),
    },
    { text: String(count), alignment: 'right' as const },
    count === 0 ? { text: '' } : bar((count / most) * barWidth),
  ])
  const heads = [t('reports.upTo'), t('reports.clocksCount'), ''].map((text) => ({
    ...{ text, style: 'head' },
  }))
  return [
    title,
    { text: said.join(' · '), style: 'quiet', margin: [0, 0, 0, 4] },
    {
      unbreakable: true,
      layout: 'noBorders',
      table: { widths: [110, 60, '*'], body: [heads, ...rows] },
    },
  ]
}

const bar = (width: number): Content => ({
  canvas: [{ type: 'rect', x: 4, y: 2, w: width, h: 8, color: '#4a7fc1' }],
})

function downgradesOf({ downgrades }: MonthlyReport, saying: SayingReport): Content[] {
  const { t } = saying
  const title = section(t('reports.downgrades', { n: downgrades.length }))
  if (downgrades.length === 0) return [title, { text: t('reports.noDowngrades') }]
  const one = (downgrade: MonthlyReport['downgrades'][number]): Content => ({
    unbreakable: true,
    margin: [0, 0, 0, 8],
    stack: [
      { text: `№ ${String(downgrade.number)} · ${downgrade.title}`, bold: true },
      { text: sayDowngrade(downgrade, saying) },
      ...downgrade.evidence.map((fact) => ({ text: sayEvidence(fact, saying), style: 'quiet' })),
    ],
  })
  return [title, ...downgrades.map(one)]
}

function workOf({ work }: MonthlyReport, saying: SayingReport): Content[] {
  const { t, words } = saying
  const rows = sayWork(work, saying).map(({ name, value }) => [name, value] as const)
  return [
    section(t('reports.work')),
    rows.length === 0 ? { text: t('reports.noWork') } : facts(rows),
    ...(work?.lacksPrice ? [{ text: words.lacksPrice, style: 'quiet' }] : []),
  ]
}
