import type { DocumentLocale } from '../../shared/api/documents.ts'
import type { TermsLine } from '../../shared/sla/terms-lines.ts'
import { formatDay } from '../../shared/words/format-instant.ts'
import { sayTermsValue } from '../../shared/words/say-terms-value.ts'
import { wordsOf } from './page-words.ts'
import { termsWords } from './terms-words.ts'

/** How a document says what is agreed on. */
export function sayingTerms(locale: DocumentLocale) {
  const t = wordsOf(termsWords[locale])
  const valueOf = ({ value }: TermsLine): string => sayTermsValue(value, { t, locale })
  const nameOf = ({ what, of }: TermsLine): string => {
    const name = t(`termsLines.names.${what}`)
    if (of === null) return name
    return what === 'exception' ? formatDay(of, locale) : `${name}, ${t(`terms.days.${of}`)}`
  }
  return { t, valueOf, nameOf }
}

export type SayingTerms = ReturnType<typeof sayingTerms>
