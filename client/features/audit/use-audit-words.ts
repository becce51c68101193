import { useI18n } from 'vue-i18n'
import type { AuditEntry, AuditValues } from '../../../shared/api/audit.ts'
import { type Difference, differences } from '../../../shared/audit/differences.ts'
import { formatDay, formatInstant } from '../../ui/format-instant.ts'
import { usePersonName } from '../../ui/use-person-name.ts'

type Json = AuditValues[string]

const isoDate = /^\d{4}-\d{2}-\d{2}$/
const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** The journal's entries as a person reads them, on the page as in the file. */
export function useAuditWords() {
  const i18n = useI18n()
  const { t, locale } = i18n
  const nameOf = usePersonName()
  const isKnown = (key: string) => i18n.te(key)

  const when = (instant: number) => formatInstant(instant, browserZone, locale.value)

  function who({ by }: AuditEntry): string {
    if (!by) return t('audit.nobody')
    const name = nameOf(by.name)
    return by.isOfCustomer ? t('audit.ofCustomer', { name }) : name
  }

  /** «Условия › критичность 2 › реакция»: what has no word of its own is said as it stands. */
  const fieldName = (path: string): string =>
    path
      .split('.')
      .map((part) => (isKnown(`audit.fields.${part}`) ? t(`audit.fields.${part}`) : nameOf(part)))
      .join(' › ')

  function valueText(value: Json, path: string): string {
    if (typeof value === 'object') return membersText(value, path)
    if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
    if (typeof value === 'string') return stringText(value)
    return path.endsWith('At') ? when(value) : String(value)
  }

  function membersText(value: Json[] | Record<string, Json> | null, path: string): string {
    const members = Object.values(value ?? {})
    if (members.length === 0) return t('audit.none')
    const separator = members.some(isComposed) ? '; ' : ', '
    return members.map((member) => valueText(member, path)).join(separator)
  }

  function stringText(value: string): string {
    if (isoDate.test(value)) return formatDay(value, locale.value)
    return value === '' ? t('audit.none') : wordOf(value)
  }

  const wordOf = (value: string): string =>
    isKnown(`audit.values.${value}`) ? t(`audit.values.${value}`) : nameOf(value)

  const changesOf = ({ before, after }: AuditEntry) =>
    differences(before, after).map((difference) => ({
      ...{ path: difference.path, name: fieldName(difference.path) },
      before: valueText(difference.before, difference.path),
      after: valueText(difference.after, difference.path),
      isNew: isNothing(difference, 'before'),
    }))

  const about = (entry: AuditEntry) => nameOf(entry.about)

  return { when, who, about, changesOf, title: ({ code }: AuditEntry) => t(`audit.codes.${code}`) }
}

const isComposed = (value: Json) => typeof value === 'object' && value !== null

const isNothing = (difference: Difference, side: 'before' | 'after') => difference[side] === null
