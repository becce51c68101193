import { ref } from 'vue'
import { formatInstant } from '../../shared/words/format-instant.ts'

type Words = { [key: string]: string | Words }
type Files = Record<string, Words>

export type Locale = 'ru' | 'en'

const own: Files = import.meta.glob<Words>('./words/*.json', { eager: true, import: 'default' })
// The same questions and consents as in the portal, word for word.
const ofForm: Files = import.meta.glob<Words>('../i18n/*/tickets.json', {
  eager: true,
  import: 'newTicket',
})
const ofStages: Files = import.meta.glob<Words>('../i18n/*/tickets.json', {
  eager: true,
  import: 'stages',
})

const wordsOf = (locale: Locale): Words => ({
  ...own[`./words/${locale}.json`],
  newTicket: ofForm[`../i18n/${locale}/tickets.json`] ?? {},
  stages: ofStages[`../i18n/${locale}/tickets.json`] ?? {},
})

const all = { ru: wordsOf('ru'), en: wordsOf('en') }

/** The person's own language where it is one of ours; nothing is kept between visits. */
export const locale = ref<Locale>(/^(?:ru|be|kk|uk)\b/i.test(navigator.language) ? 'ru' : 'en')

export function t(key: string, values: Record<string, string> = {}): string {
  let found: string | Words = all[locale.value]
  for (const part of key.split('.')) found = typeof found === 'string' ? key : (found[part] ?? key)
  const text = typeof found === 'string' ? found : key
  return text.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all)
}

const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()

/** By the reader's own clock. */
export const instant = (at: number): string => formatInstant(at, timeZone, locale.value)
