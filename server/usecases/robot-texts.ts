import type { Words } from '../../shared/words/language.ts'

/** What a robot says to whoever has set it up, when it cannot do what it was asked to. */
export const robotTexts = {
  empty: (setting: Words): Words => ({
    ru: `Робот не настроен: заполните «${setting.ru}».`,
    en: `The robot is not set up: fill in “${setting.en}”.`,
  }),
  nobodyChosen: (setting: Words): Words => ({
    ru: `Робот не настроен: выберите сотрудника в «${setting.ru}».`,
    en: `The robot is not set up: choose an employee in “${setting.en}”.`,
  }),
  badMinutes: (setting: Words, most: number): Words => ({
    ru: `«${setting.ru}» — целое число минут, не больше ${String(most)}.`,
    en: `“${setting.en}” is a whole number of minutes, at most ${String(most)}.`,
  }),
  tooShort: (setting: Words): Words => ({
    ru: `«${setting.ru}» — не меньше одной.`,
    en: `“${setting.en}”: at least one.`,
  }),
  badLevel: {
    ru: 'Критичность — число от 2 до 4.',
    en: 'Criticality is a number from 2 to 4.',
  },
  levelOne: {
    ru: 'До критичности 1 обращение поднимает только человек: нужно новое согласие клиента с обязанностями § 4.',
    en: 'Only a person raises a ticket to criticality 1: the customer has to consent anew to the duties of § 4.',
  },
  isOver: (number: number): Words => ({
    ru: `Обращение № ${String(number)} уже закрыто.`,
    en: `Ticket No. ${String(number)} is closed already.`,
  }),
  notAuthorised: (name: string): Words => ({
    ru: `${name} не входит в список уполномоченных лиц соглашения: сообщение исполнителю не отправлено.`,
    en: `${name} is not on the agreement’s list of authorised persons: the message was not sent to support.`,
  }),
  notAmong: (name: string, names: readonly string[]): Words => ({
    ru: `«${name}» нет среди уполномоченных лиц: ${names.join(', ')}.`,
    en: `“${name}” is not among the authorised persons: ${names.join(', ')}.`,
  }),
  noContract: {
    ru: 'Соглашение о поддержке не действует: обращение не создано.',
    en: 'The support agreement is not in force: no ticket was made.',
  },
  portalRefused: (words: string): Words => ({
    ru: `Портал не дал создать обращение: ${words}`,
    en: `The portal did not let us make the ticket: ${words}`,
  }),
  limitUsedUp: {
    ru: 'Лимит работ на этот месяц израсходован: нужно согласие организационного контакта клиента.',
    en: 'This month’s work limit is used up: an organisational contact of the customer has to consent.',
  },
  overlaps: (name: string, number: string): Words => ({
    ru: `У сотрудника ${name} на это время уже записана работа по обращению № ${number}.`,
    en: `${name} has work on ticket No. ${number} logged for that time already.`,
  }),
  noTicket: {
    ru: 'Не указано обращение: поставьте робота в воронку обращений или заполните «Номер обращения».',
    en: 'No ticket is given: put the robot into the pipeline of tickets, or fill in “Ticket number”.',
  },
  unknownTicket: (given: string): Words => ({
    ru: `Обращения № «${given}» нет.`,
    en: `There is no ticket No. “${given}”.`,
  }),
  unknownUser: (userId: number): Words => ({
    ru: `Сотрудника с ID ${String(userId)} в портале нет.`,
    en: `The portal has no employee with ID ${String(userId)}.`,
  }),
  unknownRobot: (code: string): Words => ({
    ru: `Робота ${code} в этом портале больше нет.`,
    en: `This portal has no robot ${code} any more.`,
  }),
  done: (number: string): Words => ({
    ru: `Обращение № ${number}`,
    en: `Ticket No. ${number}`,
  }),
} satisfies Record<string, Words | ((...given: never[]) => Words)>
