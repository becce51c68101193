import type { ConfirmedMail, HeldMail } from '../../shared/api/confirm-mail.ts'
import { namePage, takeSecret } from './browser.ts'
import en from './confirm-words/en.json'
import ru from './confirm-words/ru.json'
import './rescue.css'

/** A page of one question, without what the others weigh: many a mail is opened on a phone. */
const locale = /^(?:ru|be|kk|uk)\b/i.test(navigator.language) ? 'ru' : 'en'
const words = { ru, en }[locale]
const token = takeSecret()

function part(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (!found) throw new Error(`The page has no ${id}`)
  return found
}
const button = part('confirm') as HTMLButtonElement

const write = (id: string, text: string) => {
  part(id).textContent = text
}

/** The answer; what went wrong stands on the page already, and nothing is returned. */
async function ask<Answer>(path: string): Promise<Answer | undefined> {
  const headers = { 'content-type': 'application/json' }
  const request = { method: 'POST', headers, body: JSON.stringify({ token }) }
  const response = await fetch(`/rescue/api/mail${path}`, request).catch(() => undefined)
  if (response?.ok === true) return (await response.json()) as Answer
  refuse(await problemOf(response))
  return undefined
}

type Problem = keyof typeof words.errors

async function problemOf(response: Response | undefined): Promise<Problem> {
  if (!response) return 'offline'
  const body: unknown = await response.json().catch(() => null)
  const code = (body as { code?: string } | null)?.code
  if (code === 'tooManyAttempts') return code
  // A link that was cut off in a mail is as good as none.
  return code === 'notFound' || code === 'badRequest' ? 'notFound' : 'internal'
}

function refuse(problem: Problem): void {
  write('said', words.errors[problem])
  part('said').className = 'trouble'
  if (problem === 'notFound') close()
}

function close(): void {
  button.hidden = true
  part('mail').hidden = true
  write('advice', '')
}

async function look(): Promise<void> {
  write('said', words.looking)
  const mail = await ask<HeldMail>('/look')
  if (!mail) return
  const at = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' })
  const about = [words.received.replace('{at}', at.format(mail.receivedAt))]
  if (mail.files.length > 0) about.push(words.files.replace('{names}', mail.files.join(', ')))
  write('said', words.question)
  write('subject', mail.subject || words.noSubject)
  write('about', about.join(' · '))
  write('text', mail.text)
  write('advice', words.advice)
  part('mail').hidden = false
  button.hidden = false
}

async function confirm(): Promise<void> {
  button.disabled = true
  button.textContent = words.confirming
  const done = await ask<ConfirmedMail>('')
  button.disabled = false
  button.textContent = words.confirm
  if (!done) return
  write('said', words.done[done.result])
  part('said').className = 'note'
  close()
}

namePage(words.title, locale)
write('title', words.title)
button.textContent = words.confirm
button.addEventListener('click', () => void confirm())
void look()
