import type { Distribution } from '../../../shared/report/distribution.ts'
import { formatDuration } from '../../ui/format-instant.ts'
import type { Bars } from './bars.ts'

type Words = {
  series: string
  within: (time: string) => string
  more: (than: string) => string
  locale: string
}

/** The columns of a distribution, named by their ends: «до 15 мин», «до 30 мин» … «более 40 ч». */
export function timeBars(times: Distribution, { series, within, more, locale }: Words): Bars {
  const nameOf = (minutes: number) => formatDuration(minutes * 60_000, locale)
  const last = times.columns.at(-2)?.upTo ?? 0
  return {
    categories: times.columns.map(({ upTo }) =>
      upTo === null ? more(nameOf(last)) : within(nameOf(upTo)),
    ),
    series: [{ name: series, tone: 'good', values: times.columns.map(({ count }) => count) }],
  }
}
