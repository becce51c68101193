/** The answer to held mail, in both languages: of its reader nothing is known. */
export const confirmWords = {
  subject: 'Подтвердите письмо в поддержку · Please confirm your mail to support',

  body: (address: string, link: string) => ({
    ...{ locale: 'ru' as const, canAnswer: false },
    head: `На ${address} пришло письмо с вашего адреса. Пока оно не подтверждено, по нему ничего не делается.`,
    text: [
      'Если его отправили вы, откройте ссылку и нажмите «Подтвердить». Она действует 24 часа и срабатывает один раз:',
      link,
      'Обращения принимаются от уполномоченных лиц заказчика (§ 3.5 соглашения). Если вы нам не писали, ничего не делайте.',
    ].join('\n\n'),
    foot: [
      `A mail from your address has come to ${address}. Nothing is done about it until it is confirmed.`,
      'If you sent it, open the link above and press “Confirm”; the link works once, within 24 hours. If you did not write to us, do nothing.',
    ].join(' '),
  }),
}
