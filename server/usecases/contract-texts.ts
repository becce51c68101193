import type { Trouble, TroubleKind } from '../../shared/api/troubles.ts'
import type { LifeNotice } from '../../shared/sla/contract-life.ts'
import { formatDay } from '../../shared/words/format-instant.ts'
import { inEach, type Words } from '../../shared/words/language.ts'

const lives: Record<'end' | 'licence', Words> = {
  end: { ru: 'срок соглашения', en: 'the agreement' },
  licence: { ru: 'лицензия портала (§ 1)', en: 'the portal’s licence (§ 1)' },
}

/** To the partner, before a contract or the licence of §1 ends and when it has. */
export function lifeText(customerName: string, { what, on, daysLeft }: LifeNotice): Words {
  const name = what === 'end' ? lives.end : lives.licence
  const day = on.split('-').reverse().join('.')
  const left = String(daysLeft)
  return daysLeft < 0
    ? {
        ru: `${customerName}: ${name.ru} — действие закончилось ${day}. Новые обращения ждут вашего решения.`,
        en: `${customerName}: ${name.en} expired on ${formatDay(on, 'en')}. New tickets wait for your decision.`,
      }
    : {
        ru: `${customerName}: ${name.ru} — последний день ${day}, осталось дней: ${left}.`,
        en: `${customerName}: the last day of ${name.en} is ${formatDay(on, 'en')}, days left: ${left}.`,
      }
}

const troubles: Record<TroubleKind, Words> = {
  closed: {
    ru: 'портал не принимает запросы приложения — вероятно, закончилась лицензия или подписка. Обмен приостановлен и возобновится сам',
    en: 'the portal takes no calls of the app; probably its licence or subscription has ended. The exchange is paused and will go on by itself',
  },
  unpaid: {
    ru: 'закончилась оплата приложения. Обмен пока идёт, но может остановиться',
    en: 'the app’s payment has run out. The exchange goes on for now but may stop',
  },
  noAccess: {
    ru: 'приложение потеряло доступ. Администратору портала нужно открыть его',
    en: 'the app has lost its access. An administrator of the portal has to open it',
  },
  badKeys: {
    ru: 'ключи локального приложения больше не действуют. Дайте администратору портала новую ссылку для них под «Соглашения» → «Лица и условия»',
    en: 'the keys of the local app no longer work. Give the portal’s administrator a new link for them under “Contracts” → “Persons and terms”',
  },
  damaged: {
    ru: 'в портале удалено то, что нужно для обмена, и восстановить это не удалось',
    en: 'something that the exchange needs was deleted in the portal and could not be made again',
  },
  history: {
    ru: 'история обращений не сходится с контрольными суммами',
    en: 'the history of tickets does not agree with its checksums',
  },
  uninstalled: {
    ru: 'приложение удалено из портала. Обмен остановлен, обращения сохранены',
    en: 'the app was removed from the portal. The exchange has stopped, the tickets are kept',
  },
}

export const troubleText = (host: string, { kind, words }: Pick<Trouble, 'kind' | 'words'>) =>
  inEach((language) => {
    const said: Words = { ru: ` Ответ портала: «${words}».`, en: ` The portal says: “${words}”.` }
    return `${host}: ${troubles[kind][language]}.${words === '' ? '' : said[language]}`
  })
