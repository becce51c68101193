/** Languages in which the app speaks. */
export const languages = ['ru', 'en'] as const
export type Language = (typeof languages)[number]

/** One thing, said in each of them: what one of them lacks does not compile. */
export type Words = Record<Language, string>

/** The same saying in each language, where it is put together. */
export const inEach = (say: (language: Language) => string): Words => ({
  ru: say('ru'),
  en: say('en'),
})

const russianSpeaking = new Set(['ru', 'by', 'kz', 'ua'])

/** @param code a portal's own: 'ru', 'by', 'de' … */
export const languageOf = (code: string): Language => (russianSpeaking.has(code) ? 'ru' : 'en')

/** One after the other, in each language. */
export const joined = (parts: readonly Words[], between = ''): Words =>
  inEach((language) => parts.map((part) => part[language]).join(between))

/** What people have written stays as it is. */
export const verbatim = (text: string): Words => ({ ru: text, en: text })
