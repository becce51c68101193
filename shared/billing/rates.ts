import { tariffLines, type TermsLine } from '../sla/terms-lines.ts'
import type { Statement } from './statement-shape.ts'

const ofRates = new Set(['hourPrice', 'outOfHours', 'night', 'minimum', 'roundUp', 'vat'])

/** By what a statement was reckoned: one of these for all versions of the terms that say the same. */
export type Rates = { versions: number[]; lines: TermsLine[] }

/** Pure; what is not agreed is left out, but for the price itself. */
export function ratesOf({ tariffs }: Pick<Statement, 'tariffs'>): Rates[] {
  const groups = new Map<string, Rates>()
  for (const { termsVersion, tariff } of tariffs) {
    const lines = tariffLines(tariff).filter(isSaid)
    const key = JSON.stringify(lines)
    const group = groups.get(key) ?? { versions: [], lines }
    groups.set(key, { lines, versions: [...group.versions, termsVersion] })
  }
  return [...groups.values()]
}

function isSaid({ what, value }: TermsLine): boolean {
  if (!ofRates.has(what)) return false
  if (value.kind === 'night') return value.night !== null
  return value.kind !== 'minutes' || value.minutes !== null
}
