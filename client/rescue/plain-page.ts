import { takeSecret } from './browser.ts'

/** Of pages of one question, which carry nothing of what the others weigh. */
export const locale = /^(?:ru|be|kk|uk)\b/i.test(navigator.language) ? 'ru' : 'en'

export function part(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (!found) throw new Error(`The page has no ${id}`)
  return found
}

export const write = (id: string, text: string) => {
  part(id).textContent = text
}

/** Words for what may go wrong, by the code of the answer. */
type Errors = { notFound: string; offline: string; internal: string; [code: string]: string }

/**
 * A way to ask a door with the secret of the link by which the page was opened.
 *
 * @param refuse told what went wrong, and the words for it; nothing is returned then
 */
export function createAsk<Known extends Errors>(
  door: string,
  errors: Known,
  refuse: (problem: keyof Known, words: string) => void,
) {
  const token = takeSecret()
  const headers = { 'content-type': 'application/json' }
  return async function ask<Answer>(path: string, body: object = {}): Promise<Answer | undefined> {
    const request = { method: 'POST', headers, body: JSON.stringify({ token, ...body }) }
    const response = await fetch(`/rescue/api${door}${path}`, request).catch(() => undefined)
    if (response?.ok === true) return (await response.json()) as Answer
    const problem = await problemOf(response, errors)
    refuse(problem, errors[problem] ?? errors.internal)
    return undefined
  }
}

async function problemOf(response: Response | undefined, errors: Errors): Promise<string> {
  if (!response) return 'offline'
  const body: unknown = await response.json().catch(() => null)
  const code = (body as { code?: string } | null)?.code ?? ''
  // A link that was cut off is as good as none.
  if (code === 'badRequest') return 'notFound'
  return Object.hasOwn(errors, code) ? code : 'internal'
}
