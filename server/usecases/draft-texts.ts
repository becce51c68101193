import { mailBody } from '../../shared/mail-text/mail-body.ts'
import { blankTicketForm } from '../../shared/mail-text/ticket-form-text.ts'

type Words = { head: string; page: string; form: string; foot: string }

/** The answer to free text: what came is kept, and what it lacks is asked for. */
const words: Record<'ru' | 'en', Words> = {
  ru: {
    head: 'Письмо получено, но обращение ещё не зарегистрировано: не хватает сведений, которых требует § 6 соглашения.',
    page: 'Ваши слова и вложения сохранены как черновик. Чтобы дополнить его и отправить, откройте ссылку: она действует два часа и открывается один раз. Позже страница пришлёт новую ссылку, черновик ждёт 30 дней. Не пересылайте это письмо: по ссылке входят от вашего имени.',
    form: 'Или ответьте на это письмо и заполните строки ниже: тогда обращением станет ответ.',
    foot: 'Если работа остановлена, напишите в теме «Критичность 1»: обращение будет зарегистрировано сразу.',
  },
  en: {
    head: 'Your mail has arrived, but there is no ticket yet: some of what § 6 of the agreement asks for is missing.',
    page: 'Your words and attachments are kept as a draft. To complete and send it, open the link: it works once, within two hours. Later the page will send you a new one; the draft waits for 30 days. Please do not forward this mail: whoever opens the link comes in as you.',
    form: 'Or answer this mail and fill in the lines below: your answer then becomes the ticket.',
    foot: 'If work has come to a stop, write “Severity 1” in the subject: the ticket will be registered at once.',
  },
}

export function draftMailBody(locale: 'ru' | 'en', link: string): { text: string; html: string } {
  const { head, page, form, foot } = words[locale]
  const text = [page, link, form, blankTicketForm(locale)].join('\n\n')
  return mailBody({ locale, head, text, foot, canAnswer: false })
}
