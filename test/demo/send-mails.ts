import { mailFixture } from '../support/mail-fixture.ts'
import { customerDns, customerSignature, sendMail } from '../support/send-mail.ts'
import type { World, WorldOptions } from '../support/start-world.ts'
import { demoDesk as desk } from './demo-mail.ts'

const anna = 'Анна Лебедева <lebedeva@romashka.example>'

/** A desk to which customers may write; the DNS knows the customer's domain. */
export const mailWorld = {
  mail: { MAIL_ADDRESS: desk, MAIL_SMTP_PORT: '0' },
  resolver: customerDns,
} satisfies WorldOptions

/** A form, a question, a forgery, a stranger and a bounce. */
export async function sendMails({ smtpPort }: World): Promise<void> {
  const form = [
    'Контактное лицо: Анна Лебедева',
    'Телефон: +7 495 000-00-07',
    'Программа и окружение: 1С:Бухгалтерия 8.3, сервер печати Windows',
    'Влияние на бизнес: не можем отгружать',
    'Критичность: 1',
    'Что произошло: накладные не печатаются с 9:15 ни на одном принтере',
  ].join('\n')
  const signed = { from: anna, to: desk, dkim: customerSignature }
  await sendMail(smtpPort, { ...signed, subject: 'Не печатаются накладные', text: form })
  await sendMail(smtpPort, {
    ...signed,
    subject: 'Вопрос об отчёте',
    text: 'Подскажите, где теперь отчёт по складу?',
    attachments: [{ filename: 'Снимок экрана.png', content: Buffer.from('PNG') }],
  })
  await sendMail(smtpPort, {
    from: anna,
    to: desk,
    subject: 'Новые реквизиты',
    text: 'Переведите.',
  })
  await sendMail(smtpPort, {
    from: 'news@shop.example',
    to: desk,
    subject: 'Скидки на картриджи',
    text: 'Только до конца недели.',
  })
  await sendMail(smtpPort, { raw: mailFixture('bounce'), envelope: { from: '', to: desk } })
}
