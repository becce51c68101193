import type { TermsContent } from '../api/terms.ts'
import { type TermsLine, termsLines, type TermsValue } from './terms-lines.ts'

/** One thing that is agreed on otherwise than before; null on the side that does not know it. */
export type TermsChange = {
  what: TermsLine['what']
  of: TermsLine['of']
  before: TermsValue | null
  after: TermsValue | null
}

/** What a version changes against another one, in the order in which terms are read. Pure. */
export function compareTerms(before: TermsContent, after: TermsContent): TermsChange[] {
  const was = byKey(termsLines(before))
  const is = byKey(termsLines(after))
  const keys = [...new Set([...is.keys(), ...was.keys()])]
  return keys.flatMap((key) => {
    const [old, now] = [was.get(key), is.get(key)]
    const line = now ?? old
    if (!line || JSON.stringify(old?.value) === JSON.stringify(now?.value)) return []
    return [{ what: line.what, of: line.of, before: old?.value ?? null, after: now?.value ?? null }]
  })
}

const byKey = (lines: readonly TermsLine[]) =>
  new Map(lines.map((line) => [`${line.what} ${line.of ?? ''}`, line]))
