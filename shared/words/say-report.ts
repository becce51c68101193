import { addClasses, sumOfClasses } from '../billing/split-work.ts'
import type {
  MonthlyReport,
  ReportBreach,
  ReportDowngrade,
} from '../report/monthly-report-shape.ts'
import { formatDay, formatDuration, formatInstant } from './format-instant.ts'
import { formatMinutes } from './format-minutes.ts'
import { formatMoney } from './format-money.ts'

/** The words of our pages, a language and the zone in which the reader's clocks go. */
type Saying = {
  t: (key: string, values?: Record<string, unknown>) => string
  locale: string
  zone: string
}
type WhyPart = ReportBreach['why'][number]

/** What a part of a clock's life is: counted, or not and for which reason. */
export function sayPart({ kind, reason, name, movedFrom }: WhyPart, { t, locale }: Saying): string {
  if (kind === 'paused') return t(`why.paused.${reason ?? 'waiting'}`)
  if (kind !== 'closed') return t(`why.${kind}`)
  if (name) return name[locale === 'en' ? 'en' : 'ru']
  const from = movedFrom === null ? '' : formatDay(movedFrom, locale)
  return t(`why.closed.${reason ?? 'outsideHours'}`, { from })
}

/** When it was due and when it ended. */
export function sayBreach(breach: ReportBreach, { t, locale, zone }: Saying): string {
  const instant = (at: number) => formatInstant(at, zone, locale)
  if (breach.dueAt === null) return t('reports.violated', { at: instant(breach.breachedAt) })
  const until =
    breach.endedAt === null
      ? t('reports.notEnded')
      : t('reports.ended', { at: instant(breach.endedAt) })
  return `${t('reports.due', { at: instant(breach.dueAt) })} · ${until}`
}

export const sayUsed = ({ usedMs, targetMs }: ReportBreach, { t, locale }: Saying): string =>
  t('why.total', {
    used: formatDuration(usedMs, locale),
    target: formatDuration(targetMs, locale),
  })

/** From which level to which, when and by which clause. */
export function sayDowngrade({ at, from, to, clause }: ReportDowngrade, saying: Saying): string {
  const { t, locale, zone } = saying
  const [before, after] = [from, to].map((level) => t(`levels.${String(level)}.name`))
  return t('reports.lowered', {
    at: formatInstant(at, zone, locale),
    ...{ from: before, to: after, clause },
  })
}

export function sayEvidence(
  { kind, at, author, person, phone }: ReportDowngrade['evidence'][number],
  { t, locale, zone }: Saying,
): string {
  const who = [author, person, phone].filter((word) => word !== null).join(', ')
  return [t(`reports.evidence.${kind}`), formatInstant(at, zone, locale), who]
    .filter((word) => word !== '')
    .join(' · ')
}

/** The month's work by class and its price, as the statement has them; nothing without work. */
export function sayWork(
  work: MonthlyReport['work'],
  { t, locale }: Saying,
): { name: string; value: string }[] {
  if (!work) return []
  const { totals, currency, lacksPrice } = work
  const { single, double, night } = addClasses(totals.worked, totals.added)
  const times = {
    single,
    double,
    ...(night !== 0 && { night }),
    added: sumOfClasses(totals.added),
    ...(totals.packagePercentMinutes !== 0 && {
      fromPackages: totals.packagePercentMinutes / 100,
    }),
  }
  const rows = Object.entries(times).map(([name, minutes]) => ({
    name: t(`money.totals.${name}`),
    value: formatMinutes(minutes, locale),
  }))
  if (lacksPrice) return rows
  const gross = formatMoney(totals.amount.gross, currency, locale)
  return [...rows, { name: t('money.totals.gross'), value: gross }]
}
