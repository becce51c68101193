import { createI18n } from 'vue-i18n'
import type { Language } from '../../shared/words/language.ts'
import { type Words, wordsOfFiles } from './words.ts'

export type Locale = Language

const russianOfTheFirstPicture = wordsOfFiles(
  import.meta.glob<Words>(['./ru/common.json', './ru/home.json'], {
    eager: true,
    import: 'default',
  }),
)

/** Most read Russian, and do not wait for it: what the first picture says came with it. */
export const loadFirstWords = async (locale: Locale): Promise<Words> =>
  locale === 'ru' ? russianOfTheFirstPicture : loadWords(locale)

export const loadWords = async (locale: Locale): Promise<Words> =>
  (await (locale === 'ru' ? import('./ru.ts') : import('./en.ts'))).words

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
