import {
  categoryProperty,
  errorReturn,
  levelProperty,
  messageProperty,
  type RobotSpec,
  ticketProperty,
  ticketReturns,
} from './robot-spec.ts'

/** Robots of the customer's portal. */
export const customerRobots = {
  sla_create_ticket: {
    name: { ru: 'Создать обращение SLA', en: 'Create an SLA ticket' },
    description: {
      ru: 'Регистрирует обращение в службу поддержки от имени уполномоченного лица, со ссылкой на элемент, в котором сработал робот. Возвращает номер, критичность и срок реакции. Если сотрудник не входит в список уполномоченных лиц, обращение сохраняется в стадии «Требует решения».',
      en: 'Files a support ticket in the name of an authorised person, with a link to the element in which the robot ran. Returns number, criticality and reaction due. When the employee is not on the list of authorised persons, the ticket waits in “Needs a decision”.',
    },
    properties: {
      filer: {
        name: { ru: 'От чьего имени', en: 'In whose name' },
        description: {
          ru: 'Уполномоченное лицо по соглашению; его контакты попадут в обращение',
          en: 'An authorised person of the agreement; the ticket gets his contacts',
        },
        type: 'user',
        isRequired: true,
      },
      title: { name: { ru: 'Тема', en: 'Subject' }, type: 'string', isRequired: true },
      description: {
        name: { ru: 'Описание проблемы', en: 'Description' },
        type: 'text',
        isRequired: true,
      },
      impact: { name: { ru: 'Влияние на бизнес', en: 'Business impact' }, type: 'text' },
      level: {
        ...levelProperty(['2', '3', '4']),
        description: {
          ru: 'Если не выбрана, действует критичность по умолчанию из соглашения. Критический уровень требует личного согласия с обязанностями § 4, поэтому роботу он недоступен',
          en: 'When not chosen, the default of the agreement holds. The critical level needs a person’s consent to the duties of § 4, so a robot cannot set it',
        },
      },
      category: categoryProperty,
      environment: { name: { ru: 'ПО и окружение', en: 'Software and environment' }, type: 'text' },
    },
    returns: {
      number: { name: { ru: 'Номер обращения', en: 'Ticket number' }, type: 'string' },
      itemId: { name: { ru: 'ID элемента обращения', en: 'Item ID of the ticket' }, type: 'int' },
      level: { name: { ru: 'Критичность', en: 'Criticality' }, type: 'int' },
      due: { name: { ru: 'Реакция до', en: 'Reaction due' }, type: 'string' },
      error: errorReturn,
    },
  },
  sla_reply: {
    name: { ru: 'Ответить в обращении SLA', en: 'Reply in an SLA ticket' },
    description: {
      ru: 'Отправляет сообщение исполнителю. Сообщение робота не считается ответом уполномоченного лица: срок ответа по § 4 оно не останавливает.',
      en: 'Sends a message to support. A robot’s message is no answer of an authorised person: it does not meet the duty to reply (§ 4).',
    },
    properties: {
      author: {
        name: { ru: 'От чьего имени', en: 'In whose name' },
        description: {
          ru: 'Уполномоченное лицо по соглашению: сообщения других сотрудников исполнителю не уходят',
          en: 'An authorised person of the agreement: other employees’ messages do not go to support',
        },
        type: 'user',
        isRequired: true,
      },
      text: messageProperty,
      ticket: ticketProperty,
    },
    returns: ticketReturns,
  },
} as const satisfies Record<string, RobotSpec>
