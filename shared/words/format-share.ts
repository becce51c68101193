import { permilleOf, type SettledTally } from '../report/tally.ts'

/** «95,3 %», cut, so that 100 % means every one; '—' where nothing was due. */
export function formatShare(tally: Pick<SettledTally, 'met' | 'breached'>, locale: string): string {
  const permille = permilleOf(tally)
  if (permille === null) return '—'
  return new Intl.NumberFormat(locale === 'en' ? 'en' : 'ru', {
    style: 'percent',
    maximumFractionDigits: 1,
  }).format(permille / 1000)
}
