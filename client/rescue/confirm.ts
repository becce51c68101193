import type { ConfirmedMail, HeldMail } from '../../shared/api/confirm-mail.ts'
import { namePage } from './browser.ts'
import en from './confirm-words/en.json'
import ru from './confirm-words/ru.json'
import { createAsk, locale, part, write } from './plain-page.ts'
import './rescue.css'

/** A page of one question, without what the others weigh: many a mail is opened on a phone. */
const words = { ru, en }[locale]
const button = part('confirm') as HTMLButtonElement

const ask = createAsk('/mail', words.errors, (problem, said) => {
  write('said', said)
  part('said').className = 'trouble'
  if (problem === 'notFound') close()
})

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
