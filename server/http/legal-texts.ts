/** Who runs the server. */
export type Operator = Readonly<{ name: string; email: string }>
export type LegalPage = 'privacy' | 'licence'
type Page = { title: string; parts: { head: string; lines: string[] }[] }
export type LegalText = Record<LegalPage, Page>

/** What is said of data must stay true to what is stored: SECURITY.md and server/db. */
export const legalTexts: Record<'ru' | 'en', (operator: Operator | null) => LegalText> = {
  ru: (operator) => ({ privacy: privacyRu(operator), licence: licenceRu(operator) }),
  en: (operator) => ({ privacy: privacyEn(operator), licence: licenceEn(operator) }),
}

const nobodyRu = 'Администратор этого сервера пока не указал, кто им управляет.'
const nobodyEn = 'The administrator of this server has not yet named who runs it.'

const privacyRu = (operator: Operator | null): Page => ({
  title: 'Политика конфиденциальности',
  parts: [
    {
      head: 'Кто отвечает за данные',
      lines: [
        operator ? `Сервером приложения управляет ${operator.name}.` : nobodyRu,
        ...(operator ? [`По вопросам о данных пишите на ${operator.email}.`] : []),
        'Приложение связывает два портала Битрикс24: компании, которая оказывает поддержку, и её заказчика. Каждая из сторон сама решает, кого в своём портале допустить к приложению.',
      ],
    },
    {
      head: 'Что хранится на сервере',
      lines: [
        'О портале: адрес, идентификатор и ключи доступа, которые портал выдал приложению. Ключи зашифрованы. Логинов и паролей портала приложение не запрашивает и не знает.',
        'О людях: имя и номер пользователя в портале у тех, кто пользуется приложением или назван в обращениях; имя, должность, e-mail и телефон у лиц, перечисленных в соглашении о поддержке.',
        'Об обращениях: текст, стадии, публичные сообщения с временем и автором, записи о звонках и работах, акты. История обращений только дополняется: по ней обе стороны проверяют сроки.',
        'Письма, если приём почты настроен: письмо целиком, отправитель и результат проверки его подлинности; отправленные уведомления.',
        'Файлы передаются из одного портала в другой. Файлы, приложенные на резервной странице или в письме, хранятся на сервере.',
        'Журнал запросов к порталам, если он включён: методы, время и длины текстов, без ключей и без самих текстов. В журнал сервера ключи и тексты обращений не записываются.',
      ],
    },
    {
      head: 'Зачем',
      lines: [
        'Только чтобы исполнять соглашение о поддержке: передавать обращения между порталами, считать сроки, уведомлять, составлять акты и отчёты. Данные не продаются и не используются для рекламы; счётчиков посещений нет.',
      ],
    },
    {
      head: 'Кому они видны',
      lines: [
        'Сторонам соглашения — в пределах их прав. Вторая сторона видит обращение, публичные сообщения и файлы; внутренние комментарии исполнителя ей не передаются.',
        'Если стороны сами указали адрес для уведомлений своих систем, туда уходят события обращений. Письма уходят через почтовый сервер, который настроил управляющий сервером. Другим лицам данные не передаются, кроме случаев, когда этого требует закон.',
      ],
    },
    {
      head: 'Сколько они хранятся',
      lines: [
        'При удалении приложения из портала ключи доступа стираются сразу, а если администратор выбрал удаление данных — и имена пользователей портала. Соглашение, обращения и сообщения остаются: это записи и второй стороны, которыми подтверждаются обещанное и сделанное.',
        'Чтобы стереть свои данные, обратитесь к администратору своего портала: он стирает их в приложении сам. Уходят запись в списке лиц и её изменения, выбор писем, черновики, вопросы, ссылки резервной страницы, роль, имя среди людей портала и в журнале изменений. Если вы только писали письма, обратитесь к компании, которая оказывает поддержку: её администратор стирает письма, не ставшие обращениями.',
        'Остаются история обращений, сообщения, обращения, записи о доставке и о работах: это доказательства для обеих сторон, они стираются вместе с соглашением после его окончания. Имя появится снова, если вы ещё раз напишете в карточке или откроете приложение. Резервные копии хранят прежнее до своего обычного срока.',
        'О том, чтобы получить или исправить свои данные, а также если администратора портала нет, пишите управляющему сервером; до ответа он проверит, от кого просьба.',
      ],
    },
    {
      head: 'Cookie и браузер',
      lines: [
        'В портале приложение не использует cookie. Резервная страница ставит одну: она нужна для входа, недоступна скриптам и действует не дольше двух часов.',
      ],
    },
  ],
})

const privacyEn = (operator: Operator | null): Page => ({
  title: 'Privacy policy',
  parts: [
    {
      head: 'Who is responsible',
      lines: [
        operator ? `This server is run by ${operator.name}.` : nobodyEn,
        ...(operator ? [`Questions about data go to ${operator.email}.`] : []),
        'The app connects two Bitrix24 portals: that of a support firm and that of its customer. Each party decides who in its portal may use the app.',
      ],
    },
    {
      head: 'What is stored on the server',
      lines: [
        'About a portal: its address, its id, and the access keys that it gave to the app. The keys are encrypted. The app neither asks for nor knows logins and passwords of the portal.',
        'About people: name and user number in the portal of those who use the app or are named in tickets; name, position, e-mail and phone of the persons listed in the support agreement.',
        'About tickets: text, stages, public messages with time and author, records of calls and work, statements. The history of tickets is only added to: both parties verify deadlines by it.',
        'Mail, where its receipt is set up: the whole message, its sender and the outcome of the check of its authenticity; notifications that were sent.',
        'Files are carried from one portal to the other. Files attached on the rescue page or in a mail are stored on the server.',
        'A log of requests to portals, where it is switched on: methods, times and lengths of texts, without keys and without the texts. Keys and texts of tickets are not written to the server’s log.',
      ],
    },
    {
      head: 'What for',
      lines: [
        'Only to carry out the support agreement: to pass tickets between the portals, compute deadlines, notify, and make statements and reports. Data are not sold or used for advertising; visits are not tracked.',
      ],
    },
    {
      head: 'Who sees them',
      lines: [
        'The parties of the agreement, within their rights. The other party sees the ticket, public messages and files; the support firm’s internal comments are not passed on.',
        'Where a party has named an address for notifications of its own systems, events of tickets go there. Mail goes through the mail server that whoever runs this server has set up. Nobody else is given data, except where the law demands it.',
      ],
    },
    {
      head: 'How long they are kept',
      lines: [
        'When the app is removed from a portal, access keys are erased at once and, if the administrator chose to remove data, the names of the portal’s users as well. The agreement, tickets and messages stay: they are the other party’s records too, and prove what was promised and done.',
        'To have your data erased, turn to an administrator of your portal, who does it in the app. Entry in the list of persons and its changes, choice of mail, drafts, questions, links of the rescue page, role, and the name among the portal’s people and in the change log go. If you only wrote mails, turn to the support firm, whose administrator erases mails that became no ticket.',
        'Histories of tickets, messages, tickets, records of delivery and of work stay: they are evidence for both parties, and are erased with the agreement after its end. The name comes back when you write in a card again or open the app. Backups keep what they hold until their usual term.',
        'To receive or correct your data, or where your portal has no administrator, write to whoever runs the server; they will check who is asking before they answer.',
      ],
    },
    {
      head: 'Cookies and browser',
      lines: [
        'In the portal the app uses no cookies. The rescue page sets one: it is needed to come in, is out of reach of scripts, and holds for two hours at most.',
      ],
    },
  ],
})

const licenceRu = (operator: Operator | null): Page => ({
  title: 'Лицензионное соглашение',
  parts: [
    {
      head: 'Стороны и предмет',
      lines: [
        operator
          ? `${operator.name} (лицензиар) разрешает использовать приложение «Обращения SLA» в портале Битрикс24 тому, кто его установил (лицензиату).`
          : nobodyRu,
        'Разрешение простое, неисключительное, действует, пока приложение установлено в портале, и не передаётся другим лицам.',
      ],
    },
    {
      head: 'Что можно и чего нельзя',
      lines: [
        'Приложением можно пользоваться по назначению: вести поддержку по соглашению между двумя порталами. Нельзя обходить ограничения доступа, нарушать работу сервера и выдавать себя за другое лицо.',
      ],
    },
    {
      head: 'Данные',
      lines: [
        'Данные остаются данными тех, кто их внёс. Как они обрабатываются, сказано в политике конфиденциальности.',
      ],
    },
    {
      head: 'Поддержка и ответственность',
      lines: [
        operator
          ? `Поддержка приложения: ${operator.email}. Часы работы и время ответа указаны в карточке приложения.`
          : 'Часы работы и время ответа поддержки указаны в карточке приложения.',
        'Приложение предоставляется «как есть». Сроки и обязанности по поддержке определяет соглашение между исполнителем и заказчиком; приложение лишь помогает его исполнять и проверять.',
        'Использование прекращается удалением приложения из портала.',
      ],
    },
  ],
})

const licenceEn = (operator: Operator | null): Page => ({
  title: 'Licence agreement',
  parts: [
    {
      head: 'Parties and subject',
      lines: [
        operator
          ? `${operator.name} (the licensor) permits whoever installed it (the licensee) to use the app “SLA tickets” in a Bitrix24 portal.`
          : nobodyEn,
        'The permission is simple and non-exclusive, holds while the app is installed in the portal, and cannot be passed on.',
      ],
    },
    {
      head: 'What is and is not permitted',
      lines: [
        'The app may be used for what it is made for: to run support under an agreement between two portals. It is not permitted to get around access restrictions, to disturb the server, or to pose as somebody else.',
      ],
    },
    {
      head: 'Data',
      lines: [
        'Data remain those of whoever entered them. The privacy policy says how they are processed.',
      ],
    },
    {
      head: 'Support and liability',
      lines: [
        operator
          ? `Support of the app: ${operator.email}. Its hours and reaction time are in the app’s card.`
          : 'Hours and reaction time of support are in the app’s card.',
        'The app is provided as it is. Deadlines and duties of support follow from the agreement between the support firm and its customer; the app only helps to carry it out and to verify it.',
        'Use ends when the app is removed from the portal.',
      ],
    },
  ],
})
