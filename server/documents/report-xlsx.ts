import writeXlsxFile, { type Cell, type Row } from 'write-excel-file/node'
import type { DocumentLocale } from '../../shared/api/documents.ts'
import { addClasses, sumOfClasses } from '../../shared/billing/split-work.ts'
import type { MonthlyReport } from '../../shared/report/monthly-report-shape.ts'
import { permilleOf } from '../../shared/report/tally.ts'
import { formatInstant } from '../../shared/words/format-instant.ts'
import { sayEvidence, sayPart } from '../../shared/words/say-report.ts'
import { type ReportData, type SayingReport, sayingReport } from './report-data.ts'
import { periodOf } from './statement-data.ts'
import { amount, head, type Sheet, share, text, timeIn, whole } from './xlsx-cells.ts'

type SheetOf = (report: MonthlyReport, saying: SayingReport) => Sheet

/** A contract's month for table programs: every figure a number, every time a date. */
export async function reportXlsx(data: ReportData, locale: DocumentLocale): Promise<Buffer> {
  const { report } = data
  const saying = sayingReport(report, locale)
  const sheets = [complianceSheet, timesSheet, breachSheet, whySheet, downgradeSheet, workSheet]
  const all = sheets.map((make) => make(report, saying))
  return writeXlsxFile([summarySheet(data, saying), ...all]).toBuffer()
}

const sheet = (
  name: string,
  heads: readonly string[],
  { rows, widths }: { rows: Row[]; widths: number[] },
): Sheet => ({
  sheet: name,
  stickyRowsCount: 1,
  columns: widths.map((width) => ({ width })),
  data: [head(heads), ...rows],
})

/** Whole minutes, as people count them: begun ones do not count. */
const minutes = (ms: number): Cell => whole(Math.floor(ms / 60_000))

function summarySheet({ report, partnerName }: ReportData, saying: SayingReport): Sheet {
  const { words, own, t, locale, zone, levelName } = saying
  const { registered, registeredByLevel, open } = report.tickets
  const running = t('reports.isRunning', { at: formatInstant(report.asOf, zone, locale) })
  const rows: Row[] = [
    [text(words.partner), text(partnerName)],
    [text(words.customer), text(report.customerName)],
    [text(words.period), text(periodOf(report.month, locale))],
    [text(words.state), text(report.isMonthOver ? t('reports.isFinal') : running)],
    [text(own.registered), whole(registered)],
    ...registeredByLevel.map(({ level, count }) => [text(levelName(level)), whole(count)]),
    [text(own.open), whole(open)],
  ]
  return sheet(own.summary, [words.report, report.month], { rows, widths: [34, 46] })
}

const complianceSheet: SheetOf = ({ compliance }, { words, own, t, clockName, levelName }) => {
  const outcomes = ['met', 'breached', 'notNeeded', 'open'] as const
  const rows = compliance.map((row) => [
    ...[text(clockName(row.clock)), text(t(`reports.owedBy.${row.owedBy}`))],
    ...[text(levelName(row.level)), share(permilleOf(row))],
    ...outcomes.map((outcome) => whole(row[outcome])),
  ])
  const names = outcomes.map((outcome) => t(`reports.outcomeNames.${outcome}`))
  const heads = [t('reports.promise'), own.party, words.level, t('reports.share'), ...names]
  return sheet(t('reports.share'), heads, { rows, widths: [24, 26, 16, 12, 12, 12, 17, 12] })
}

const timesSheet: SheetOf = ({ times }, { own, t, clockName }) => {
  const rowsOf = (clock: 'reaction' | 'statusUpdate'): Row[] => {
    const { columns, ...said } = times[clock]
    const ends = columns.map(({ upTo, count }) => [
      ...[text(clockName(clock)), upTo === null ? text('…') : whole(upTo), whole(count)],
    ])
    const percentiles = (['p50', 'p90', 'p95', 'longest'] as const).map((name) => {
      const taken = said[name]
      const cell = taken === null ? null : whole(taken)
      return [text(`${clockName(clock)}, ${nameOf(t(`reports.percentiles.${name}`))}`), cell, null]
    })
    return [...ends, ...percentiles]
  }
  const heads = [t('reports.promise'), own.upToMinutes, t('reports.clocksCount')]
  const rows = [...rowsOf('reaction'), ...rowsOf('statusUpdate')]
  return sheet(own.times, heads, { rows, widths: [44, 18, 12] })
}

const breachSheet: SheetOf = ({ breaches }, saying) => {
  const { words, own, t, zone, locale, clockName, levelName } = saying
  const local = timeIn(zone, locale)
  const rows = breaches.map((breach) => [
    ...[whole(breach.number), text(breach.title, { wrap: true }), text(clockName(breach.clock))],
    ...[text(t(`reports.owedBy.${breach.owedBy}`)), text(levelName(breach.level))],
    ...[breach.startedAt, breach.dueAt, breach.breachedAt, breach.endedAt].map(local),
    ...[minutes(breach.targetMs), minutes(breach.usedMs)],
  ])
  const heads = [
    ...[words.number, words.ticket, t('reports.promise'), own.party, words.level],
    ...[own.started, own.due, own.breached, words.to, own.target, own.used],
  ]
  const widths = [8, 48, 24, 26, 16, 17, 17, 17, 17, 15, 15]
  return sheet(nameOf(t('reports.breaches', { n: '' })), heads, { rows, widths })
}

const whySheet: SheetOf = ({ breaches }, saying) => {
  const { words, own, t, zone, locale, clockName } = saying
  const local = timeIn(zone, locale)
  const rows = breaches.flatMap((breach) =>
    breach.why.map((part) => [
      ...[whole(breach.number), text(clockName(breach.clock)), text(sayPart(part, saying))],
      ...[local(part.from), local(part.to), minutes(part.countedMs), minutes(part.sumMs)],
    ]),
  )
  const heads = [
    ...[words.number, t('reports.promise'), own.part, words.from, words.to],
    ...[own.countedMinutes, own.sumMinutes],
  ]
  return sheet(own.why, heads, { rows, widths: [8, 24, 44, 17, 17, 15, 12] })
}

const downgradeSheet: SheetOf = ({ downgrades }, saying) => {
  const { words, own, t, zone, locale, levelName } = saying
  const local = timeIn(zone, locale)
  const rows = downgrades.map((one) => [
    ...[whole(one.number), text(one.title, { wrap: true }), local(one.at)],
    ...[text(levelName(one.from)), text(levelName(one.to)), text(`§ ${one.clause}`)],
    text(one.evidence.map((fact) => sayEvidence(fact, saying)).join('\n'), { wrap: true }),
  ])
  const heads = [
    ...[words.number, words.ticket, words.when, own.before, own.after, own.clause, own.evidence],
  ]
  return sheet(nameOf(t('reports.downgrades', { n: '' })), heads, {
    rows,
    widths: [8, 44, 17, 16, 16, 10, 70],
  })
}

const workSheet: SheetOf = ({ work }, { words, own, t }) => {
  const rows = work ? workRows(work, { own, t }) : []
  return sheet(t('reports.work'), [t('reports.work'), words.amount], { rows, widths: [40, 18] })
}

function workRows(
  work: NonNullable<MonthlyReport['work']>,
  { own, t }: Pick<SayingReport, 'own' | 't'>,
): Row[] {
  const { totals, currency, lacksPrice } = work
  const { single, double, night } = addClasses(totals.worked, totals.added)
  const times = { single, double, night, added: sumOfClasses(totals.added) }
  const rows = Object.entries(times).map(([name, taken]) => [
    ...[text(`${t(`money.totals.${name}`)}, ${own.minutes}`), whole(taken)],
  ])
  const gross = amount(totals.amount.gross)
  return lacksPrice ? rows : [...rows, [text(`${t('money.totals.gross')}, ${currency}`), gross]]
}

/** «Нарушения: » without what follows. */
const nameOf = (title: string) => title.replace(/[:\s]+$/, '')
