import { createI18n } from 'vue-i18n'

export type Locale = 'ru' | 'en'

type Words = { [key: string]: string | Words }

const files = {
  ru: import.meta.glob<Words>('./ru/*.json', { eager: true, import: 'default' }),
  en: import.meta.glob<Words>('./en/*.json', { eager: true, import: 'default' }),
}

/** All words of a language. Every feature has a file of its own with keys of its own. */
export function wordsOf(locale: Locale): Words {
  return Object.assign({}, ...Object.values(files[locale])) as Words
}

/** «1 обращение | 2 обращения | 5 обращений» */
function russianPlural(count: number): number {
  const rule = new Intl.PluralRules('ru').select(count)
  return { one: 0, few: 1 }[rule as string] ?? 2
}

export function createWords(locale: Locale) {
  return createI18n({
    legacy: false,
    locale,
    fallbackLocale: 'ru',
    messages: { ru: wordsOf('ru'), en: wordsOf('en') },
    pluralRules: { ru: russianPlural },
  })
}
