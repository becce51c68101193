import { createHash } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { type LegalPage, type LegalText, legalTexts, type Operator } from './legal-texts.ts'

const style =
  'body{font:1rem/1.6 system-ui,sans-serif;max-width:44rem;margin:0 auto;padding:1.5rem 1rem 4rem;' +
  'color:#1f2328;background:#fff;overflow-wrap:anywhere}h1{font-size:1.6rem;line-height:1.25}' +
  'h2{font-size:1.15rem;margin-top:2rem}a{color:#0b57d0}nav{display:flex;gap:1rem;flex-wrap:wrap}'
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

type Locale = 'ru' | 'en'

/** Privacy policy and licence, which the Marketplace links to: plain pages without scripts. */
export function legalPages(operator: Operator | null): Router {
  const router = Router()
  for (const page of ['privacy', 'licence'] as const)
    router.get(`/${page}`, (request, response) => {
      const locale = localeOf(request)
      send(response, pageOf(page, locale, legalTexts[locale](operator)), locale)
    })
  return router
}

/** `?lang=` before what the browser prefers; Russian where neither says. */
function localeOf(request: Request): Locale {
  const { lang } = request.query
  if (lang === 'ru' || lang === 'en') return lang
  return request.acceptsLanguages('ru', 'en') === 'en' ? 'en' : 'ru'
}

function send(response: Response, html: string, locale: Locale): void {
  response
    .set({ 'Content-Security-Policy': policy, 'Content-Language': locale, Vary: 'Accept-Language' })
    .type('html')
    .send(html)
}

function pageOf(page: LegalPage, locale: Locale, text: LegalText): string {
  const { title, parts } = text[page]
  const other = page === 'privacy' ? 'licence' : 'privacy'
  const links = [
    `<a href="/${other}?lang=${locale}">${escaped(text[other].title)}</a>`,
    locale === 'ru'
      ? `<a href="/${page}?lang=en" lang="en">English</a>`
      : `<a href="/${page}?lang=ru" lang="ru">Русский</a>`,
  ]
  const body = parts.map(
    ({ head, lines }) =>
      `<h2>${escaped(head)}</h2>${lines.map((line) => `<p>${escaped(line)}</p>`).join('')}`,
  )
  return (
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<title>${escaped(title)}</title><style>${style}</style></head><body>` +
    `<nav>${links.join('')}</nav><main><h1>${escaped(title)}</h1>${body.join('')}</main></body></html>`
  )
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? '')
