import type { LocalAppOffer } from '../../shared/api/local-app.ts'
import { namePage } from './browser.ts'
import en from './local-app-words/en.json'
import ru from './local-app-words/ru.json'
import { createAsk, locale, part, write } from './plain-page.ts'
import './rescue.css'

/** Where a customer's administrator enters the keys of the app that he has made in his portal. */
const words = { ru, en }[locale]
const button = part('send') as HTMLButtonElement
const fieldOf = (id: string) => part(id) as HTMLInputElement
/** As portals name their local apps; anything else was copied from another place. */
const idPattern = /^\s*local\.\S+\s*$/

const ask = createAsk('/local-app', words.errors, (problem, said) => {
  if (problem === 'notFound') part('offer').hidden = true
  complain(said)
})

function say(text: string, look: 'note' | 'trouble'): void {
  write('said', text)
  part('said').className = look
}

/** Beside the button that was pressed, as the top of the page may be out of sight; '': all is well. */
function complain(text: string): void {
  if (part('offer').hidden) say(text, 'trouble')
  write('problem', text)
  part('problem').hidden = text === ''
}

async function look(): Promise<void> {
  write('said', words.looking)
  const offer = await ask<LocalAppOffer>('/look')
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

/** Used up with the wrong words, a link is no good any more. */
function check(): boolean {
  const field = fieldOf('client-id')
  const isGood = idPattern.test(field.value)
  field.setAttribute('aria-invalid', String(!isGood))
  complain(isGood ? '' : words.notAnId)
  if (!isGood) field.focus()
  return isGood
}

async function send(): Promise<void> {
  if (!check()) return
  button.disabled = true
  button.textContent = words.sending
  const keys = {
    clientId: fieldOf('client-id').value,
    clientSecret: fieldOf('client-secret').value,
  }
  const done = await ask<object>('', keys)
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
