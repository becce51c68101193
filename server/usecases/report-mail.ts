import { mailBody } from '../../shared/mail-text/mail-body.ts'
import type { MonthlyReport } from '../../shared/report/monthly-report-shape.ts'
import { formatMonth } from '../../shared/words/format-money.ts'

const words = {
  ru: {
    subject: (month: string) => `Отчёт о сроках поддержки: ${month}`,
    head: (name: string) => `${name}: отчёт о сроках поддержки во вложении.`,
    registered: 'Зарегистрировано обращений',
    ours: 'Нарушено сроков поддержки',
    theirs: 'Нарушено обязанностей клиента',
    more: 'Тот же отчёт — и таблицей — есть в приложении, раздел «Отчёты о сроках».',
    why: 'Письмо отправлено автоматически организационным контактам соглашения.',
  },
  en: {
    subject: (month: string) => `Service level report: ${month}`,
    head: (name: string) => `${name}: the service level report is attached.`,
    registered: 'Tickets registered',
    ours: 'Support promises breached',
    theirs: 'Customer’s duties breached',
    more: 'The same report, also as a table, is in the app under “SLA reports”.',
    why: 'Sent automatically to the organisational contacts of the agreement.',
  },
}

/** What comes with a monthly report, in figures that are the report's own. */
export function reportMail(report: MonthlyReport, locale: 'ru' | 'en') {
  const said = words[locale]
  const breachedBy = (side: 'partner' | 'customer') =>
    report.breaches.filter(({ owedBy }) => owedBy === side).length
  const figures = [
    `${said.registered}: ${String(report.tickets.registered)}`,
    `${said.ours}: ${String(breachedBy('partner'))}`,
    `${said.theirs}: ${String(breachedBy('customer'))}`,
  ]
  const text = [figures.join('\n'), said.more].join('\n\n')
  const head = said.head(report.customerName)
  const body = mailBody({ locale, head, text, foot: said.why, canAnswer: false })
  return { ...body, subject: said.subject(formatMonth(report.month, locale)) }
}
