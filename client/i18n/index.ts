import { createI18n } from 'vue-i18n'
import { words as russian } from './ru.ts'
import type { Words } from './words.ts'

export type Locale = 'ru' | 'en'

/** Most read Russian, and do not wait for it; other words are loaded where they are spoken. */
export const loadWords = async (locale: Locale): Promise<Words> =>
  locale === 'ru' ? russian : (await import('./en.ts')).words

const russianSpeaking = new Set(['ru', 'by', 'kz', 'ua'])

/** @param lang the portal's code: 'ru', 'by', 'de' … */
export const localeOf = (lang: string): Locale => (russianSpeaking.has(lang) ? 'ru' : 'en')

/** «1 обращение | 2 обращения | 5 обращений» */
function russianPlural(count: number): number {
  const rule = new Intl.PluralRules('ru').select(count)
  return { one: 0, few: 1 }[rule as string] ?? 2
}

export function createWords(locale: Locale, words: Words) {
  return createI18n({
    legacy: false,
    locale,
    fallbackLocale: locale,
    messages: { [locale]: words },
    pluralRules: { ru: russianPlural },
  })
}
