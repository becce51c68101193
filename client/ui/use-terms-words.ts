import { useI18n } from 'vue-i18n'
import type { TermsChange } from '../../shared/sla/compare-terms.ts'
import type { TermsLine, TermsValue } from '../../shared/sla/terms-lines.ts'
import { formatDay } from './format-instant.ts'
import { categoryName, sayTermsValue } from '../../shared/words/say-terms-value.ts'

/** Terms and what changes in them, as people say it: «Реакция, критичность 2: 4 ч → 2 ч». */
export function useTermsWords() {
  const { t, locale } = useI18n()

  const valueText = (value: TermsValue | null): string =>
    sayTermsValue(value, { t: (key, values = {}) => t(key, values), locale: locale.value })

  function lineName({ what, of }: Pick<TermsLine, 'what' | 'of'>): string {
    const name = t(`termsLines.names.${what}`)
    if (of === null) return name
    if (what === 'hours') return `${name}, ${t(`terms.days.${of}`)}`
    if (what === 'exception') return formatDay(of, locale.value)
    return t('termsLines.ofLevel', { name, level: of })
  }

  const changeText = (change: TermsChange): string =>
    `${lineName(change)}: ${valueText(change.before)} → ${valueText(change.after)}`

  const nameOfCategory = (category: string): string => categoryName(category, locale.value)

  return { lineName, valueText, changeText, categoryName: nameOfCategory }
}
