import type { Words } from '../../shared/words/language.ts'

/** Who speaks when no person's comment stands behind a message; it is kept with these words. */
export const robotName = 'Робот'
export const robotMark = ' (робот)'
export const callMark = ' (звонок)'

/** The author of a message as a portal's people read him. */
export function authorWords(author: string): Words {
  if (author === robotName) return { ru: author, en: 'Robot' }
  return {
    ru: author,
    en: replacedEnd(replacedEnd(author, robotMark, ' (robot)'), callMark, ' (call)'),
  }
}

const replacedEnd = (text: string, end: string, by: string) =>
  text.endsWith(end) ? text.slice(0, -end.length) + by : text
