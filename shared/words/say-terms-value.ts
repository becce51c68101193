import type { CalendarException, CalendarWindow } from '../calendar/schema.ts'
import type { EscalationStep } from '../sla/policy.ts'
import type { TermsValue } from '../sla/terms-lines.ts'
import { categoryOptions } from '../ticket/fields.ts'
import { formatDuration } from './format-instant.ts'

type Words = { t: (key: string, values?: Record<string, unknown>) => string; locale: string }
type Say = { [Kind in TermsValue['kind']]: (value: Extract<TermsValue, { kind: Kind }>) => string }

const windowsText = (windows: readonly CalendarWindow[]) =>
  windows.map(([from, to]) => `${from}–${to}`).join(', ')
const percent = (share: number) => `${String(Math.round(share * 100))} %`

export const categoryName = (category: string, locale: string): string =>
  categoryOptions.find(({ key }) => key === category)?.title[locale === 'en' ? 'en' : 'ru'] ??
  category

/** One thing that is agreed on, in words. @param value null: there is no such thing */
export function sayTermsValue(value: TermsValue | null, words: Words): string {
  if (value === null) return words.t('termsLines.none')
  const saying = sayings(words)[value.kind] as (one: TermsValue) => string
  return saying(value)
}

function sayings({ t, locale }: Words): Say {
  const none = t('termsLines.none')
  const listText = (texts: readonly string[]) => (texts.length > 0 ? texts.join(', ') : none)
  const levelName = (level: number) => t(`levels.${String(level)}.name`)
  return {
    minutes: ({ minutes }) => minutesText(minutes, none, locale),
    count: ({ count }) => String(count),
    percent: (value) => `${String(value.percent)} %`,
    money: ({ kopecks, currency }) =>
      kopecks === null ? none : moneyText(kopecks, currency, locale),
    flag: ({ isOn }) => t(isOn ? 'termsLines.yes' : 'termsLines.no'),
    level: ({ level }) => levelName(level),
    levels: ({ levels }) => listText(levels.map(levelName)),
    choice: ({ choice }) => t(`termsLines.choices.${choice}`),
    text: ({ text }) => text,
    shares: ({ shares }) => listText(shares.map(percent)),
    steps: ({ steps }) =>
      steps.length > 0 ? steps.map((step) => stepText(step, t)).join('; ') : none,
    windows: ({ windows }) => (windows.length > 0 ? windowsText(windows) : t('terms.closed')),
    exceptions: ({ exceptions }) => exceptions.map((one) => exceptionText(one, t)).join('; '),
    night: ({ night }) => (night ? `${night.from}–${night.to}, ${String(night.percent)} %` : none),
    vat: ({ vat }) => t(`termsLines.vat.${vat.kind}`, { ...vat }),
    categories: ({ categories }) => listText(categories.map((one) => categoryName(one, locale))),
  }
}

function minutesText(minutes: number | null, none: string, locale: string): string {
  if (minutes === null) return none
  return minutes === 0 ? '0' : formatDuration(minutes * 60_000, locale)
}

const moneyText = (kopecks: number, currency: string, locale: string) =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).format(kopecks / 100)

const stepText = ({ share, to }: EscalationStep, t: Words['t']) =>
  `${percent(share)}: ${to.map((who) => t(`termsLines.recipients.${who}`)).join(', ')}`

function exceptionText(exception: CalendarException, t: Words['t']): string {
  const kind = t(`termsLines.exceptions.${exception.kind}`)
  const hours = exception.kind === 'dayOff' ? '' : ` ${windowsText(exception.windows)}`
  return exception.name ? `${kind}${hours} (${exception.name})` : `${kind}${hours}`
}
