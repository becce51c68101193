/** The mail with the one-time link; the agreement is in Russian (§3.3). */
export const rescueMailOf = (name: string, link: string, minutes: number) => ({
  subject: 'Вход на резервную страницу поддержки',
  text: [
    `Здравствуйте, ${name}!`,
    '',
    'Вы запросили вход на резервную страницу поддержки. Откройте ссылку:',
    link,
    '',
    `Она действует ${String(minutes)} минут и открывается один раз. Если вы ничего не запрашивали, просто удалите это письмо.`,
  ].join('\n'),
})
