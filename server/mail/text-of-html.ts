import { convert } from 'html-to-text'

const maxLength = 1_000_000
/** The converter walks the tree by recursion; nobody's mail program nests so deep. */
const maxDepth = 300
const unclosed = new Set(['br', 'hr', 'img', 'input', 'meta', 'link', 'p', 'li', 'td', 'tr', 'th'])

const options = {
  wordwrap: false as const,
  limits: { maxInputLength: maxLength, maxDepth, ellipsis: '' },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['(', ')'] } },
    { selector: 'img', format: 'skip' },
    { selector: 'blockquote', options: { trimEmptyLines: true } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
      selector,
      options: { uppercase: false },
    })),
  ] as NonNullable<Parameters<typeof convert>[1]>['selectors'] & object,
}

/** The words of an HTML mail, its lines, lists and quotes («> ») kept. */
export function textOfHtml(html: string): string {
  const bounded = html.slice(0, maxLength)
  return isDeep(bounded) ? withoutTags(bounded) : convert(bounded, options)
}

const withoutTags = (html: string) =>
  html
    .replace(/<(script|style)\b[^]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')

function isDeep(html: string): boolean {
  let depth = 0
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (unclosed.has(name.toLowerCase())) continue
    depth = slash === '/' ? Math.max(0, depth - 1) : depth + 1
    if (depth > maxDepth) return true
  }
  return false
}
