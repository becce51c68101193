import type { LocalAppOffer } from '../../shared/api/local-app.ts'
import { namePage, takeSecret } from './browser.ts'
import en from './local-app-words/en.json'
import ru from './local-app-words/ru.json'
import './rescue.css'

/** Where a customer's administrator enters the keys of the app that he has made in his portal. */
const locale = /^(?:ru|be|kk|uk)\b/i.test(navigator.language) ? 'ru' : 'en'
const words = { ru, en }[locale]
const token = takeSecret()

function part(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (!found) throw new Error(`The page has no ${id}`)
  return found
}
const button = part('send') as HTMLButtonElement
const fieldOf = (id: string) => (part(id) as HTMLInputElement).value

const write = (id: string, text: string) => {
  part(id).textContent = text
}

/** The answer; what went wrong stands on the page already, and nothing is returned. */
async function ask(path: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const request = { method: 'POST', headers, body: JSON.stringify({ token, ...body }) }
  const response = await fetch(`/rescue/api/local-app${path}`, request).catch(() => undefined)
  if (response?.ok === true) return response.json()
  refuse(await problemOf(response))
  return undefined
}

type Problem = keyof typeof words.errors

async function problemOf(response: Response | undefined): Promise<Problem> {
  if (!response) return 'offline'
  const body: unknown = await response.json().catch(() => null)
  const code = (body as { code?: string } | null)?.code
  if (code === 'tooManyAttempts' || code === 'conflict') return code
  // A link that was cut off is as good as none.
  return code === 'notFound' || code === 'badRequest' ? 'notFound' : 'internal'
}

function refuse(problem: Problem): void {
  say(words.errors[problem], 'trouble')
  if (problem === 'notFound') part('offer').hidden = true
}

function say(text: string, look: 'note' | 'trouble' | ''): void {
  write('said', text)
  part('said').className = look
}

async function look(): Promise<void> {
  write('said', words.looking)
  const offer = (await ask('/look', {})) as LocalAppOffer | undefined
  if (!offer) return
  const { customerName, partnerHost, handlerUrl } = offer
  write(
    'said',
    words.intro.replace('{customer}', () => customerName).replace('{partner}', () => partnerHost),
  )
  const steps = words.steps.map((step) => {
    const line = document.createElement('li')
    line.textContent = step.endsWith(':') ? `${step} ${handlerUrl}` : step
    return line
  })
  part('steps').replaceChildren(...steps)
  part('offer').hidden = false
}

async function send(): Promise<void> {
  button.disabled = true
  button.textContent = words.sending
  const keys = { clientId: fieldOf('client-id'), clientSecret: fieldOf('client-secret') }
  const done = await ask('', keys)
  button.disabled = false
  button.textContent = words.send
  if (done === undefined) return
  say(words.done, 'note')
  part('offer').hidden = true
}

namePage(words.title, locale)
write('title', words.title)
write('client-id-label', words.clientId)
write('client-secret-label', words.clientSecret)
write('advice', words.advice)
button.textContent = words.send
part('form').addEventListener('submit', (event) => {
  event.preventDefault()
  void send()
})
void look()
