import {
  levelProperty,
  messageProperty,
  type RobotSpec,
  ticketProperty,
  ticketReturns,
} from './robot-spec.ts'

/** Robots of the partner's portal. */
export const partnerRobots = {
  sla_answer_customer: {
    name: { ru: 'Ответить клиенту SLA', en: 'Answer the SLA customer' },
    description: {
      ru: 'Отправляет сообщение в карточку клиента. Сообщение робота не считается реакцией и обновлением статуса.',
      en: 'Sends a message to the customer’s card. A robot’s message counts neither as reaction nor as status update.',
    },
    properties: { text: messageProperty, ticket: ticketProperty },
    returns: ticketReturns,
  },
  sla_ask_customer: {
    name: { ru: 'Запросить ответ клиента SLA', en: 'Ask the SLA customer' },
    description: {
      ru: 'Отправляет клиенту вопрос с пометкой «жду ответа»: сроки приостанавливаются, а при критичности 1 начинается час на ответ (§ 4, п. 2). Реакцией и обновлением статуса вопрос робота не считается.',
      en: 'Sends a question that waits for an answer: clocks pause, and at criticality 1 the hour to reply begins (§ 4.2). A robot’s question counts neither as reaction nor as status update.',
    },
    properties: {
      text: { ...messageProperty, name: { ru: 'Текст вопроса', en: 'Question' } },
      ticket: ticketProperty,
    },
    returns: ticketReturns,
  },
  sla_change_level: {
    name: {
      ru: 'Изменить критичность обращения SLA',
      en: 'Change the criticality of an SLA ticket',
    },
    description: {
      ru: 'Меняет критичность с указанием причины; сроки пересчитываются по соглашению. Поднять до критической может только человек с новым согласием клиента.',
      en: 'Changes the criticality and notes why; due times follow the agreement. Only a person, with new consents of the customer, may raise it to critical.',
    },
    properties: {
      level: { ...levelProperty(['2', '3', '4']), isRequired: true },
      reason: { name: { ru: 'Причина', en: 'Reason' }, type: 'string', isRequired: true },
      ticket: ticketProperty,
    },
    returns: {
      ...ticketReturns,
      level: { name: { ru: 'Критичность', en: 'Criticality' }, type: 'int' },
    },
  },
  sla_log_call: {
    name: { ru: 'Записать звонок по обращению SLA', en: 'Log a call of an SLA ticket' },
    description: {
      ru: 'Записывает звонок инженера клиенту. Разговор с уполномоченным лицом считается реакцией, звонок без ответа — попыткой связи (§ 4, п. 1).',
      en: 'Logs an engineer’s call to the customer. Reaching an authorised person counts as reaction; an unanswered call is an attempt (§ 4.1).',
    },
    properties: {
      engineer: { name: { ru: 'Инженер', en: 'Engineer' }, type: 'user', isRequired: true },
      person: {
        name: { ru: 'С кем говорили', en: 'Who was reached' },
        description: {
          ru: 'Имя уполномоченного лица, как в соглашении. Пусто — не дозвонились',
          en: 'Name of the authorised person as in the agreement. Empty: nobody was reached',
        },
        type: 'string',
      },
      minutesAgo: {
        name: { ru: 'Сколько минут назад начался', en: 'Began how many minutes ago' },
        description: {
          ru: 'Звонок засчитывается со своего начала, если записан в течение 15 минут',
          en: 'A call counts from its start when it is logged within 15 minutes',
        },
        type: 'int',
        default: '0',
      },
      summary: {
        name: { ru: 'Итог для клиента', en: 'Summary for the customer' },
        description: {
          ru: 'Будет виден клиенту и засчитывается как обновление статуса. Можно оставить пустым',
          en: 'The customer sees it, and it counts as a status update. May be left empty',
        },
        type: 'text',
      },
      ticket: ticketProperty,
    },
    returns: ticketReturns,
  },
  sla_log_work: {
    name: { ru: 'Записать работу по обращению SLA', en: 'Log work on an SLA ticket' },
    description: {
      ru: 'Записывает в журнал работ, сколько времени заняла работа инженера. Рабочие и нерабочие минуты считаются по календарю соглашения (§ 7).',
      en: 'Enters into the work log how long an engineer’s work took. Minutes within and outside hours follow the agreement’s calendar (§ 7).',
    },
    properties: {
      engineer: { name: { ru: 'Инженер', en: 'Engineer' }, type: 'user', isRequired: true },
      minutes: { name: { ru: 'Сколько минут', en: 'Minutes' }, type: 'int', isRequired: true },
      minutesAgo: {
        name: { ru: 'Сколько минут назад закончена', en: 'Ended how many minutes ago' },
        type: 'int',
        default: '0',
      },
      what: {
        name: { ru: 'Что сделано', en: 'What was done' },
        description: { ru: 'Будет видно клиенту', en: 'The customer reads it' },
        type: 'text',
        isRequired: true,
      },
      onlyOutOfHours: {
        name: { ru: 'Возможно только в нерабочее время', en: 'Possible only outside hours' },
        description: {
          ru: 'Такая работа оплачивается по двойному тарифу, когда бы она ни выполнялась (§ 7)',
          en: 'Such work costs double whenever it is done (§ 7)',
        },
        type: 'bool',
        default: 'N',
      },
      ticket: ticketProperty,
    },
    returns: {
      ...ticketReturns,
      single: { name: { ru: 'Рабочие минуты', en: 'Minutes within hours' }, type: 'int' },
      double: { name: { ru: 'Нерабочие минуты', en: 'Minutes outside hours' }, type: 'int' },
    },
  },
} as const satisfies Record<string, RobotSpec>
