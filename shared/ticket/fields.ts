/** Who may change a field. A foreign edit of an owned field is put back, in the open. */
export type FieldOwner = 'customer' | 'partner' | 'ours'

export type FieldType = 'string' | 'text' | 'enumeration' | 'boolean' | 'datetime' | 'file'

export type FieldSpec = {
  /** Part of the portal's field name: UF_CRM_{type}_SLA_{code}. */
  code: string
  type: FieldType
  owner: FieldOwner
  title: { ru: string; en: string }
  isMultiple?: true
  /** For enumerations, in order; keys are ours, titles the portal's. */
  options?: readonly { key: string; title: { ru: string; en: string } }[]
}

/** §6: the four sentences of business impact, by level. */
export const levelOptions = [
  { key: '1', title: { ru: '1 · Критический', en: '1 · Critical' } },
  { key: '2', title: { ru: '2 · Высокий', en: '2 · High' } },
  { key: '3', title: { ru: '3 · Средний', en: '3 · Medium' } },
  { key: '4', title: { ru: '4 · Низкий', en: '4 · Low' } },
] as const

/** §2: the six categories of service. */
export const categoryOptions = [
  { key: 'technical', title: { ru: 'Технологическая проблема', en: 'Technical problem' } },
  {
    key: 'administration',
    title: { ru: 'Установка и администрирование', en: 'Installation and administration' },
  },
  { key: 'recovery', title: { ru: 'Восстановление работоспособности', en: 'Recovery' } },
  { key: 'documentation', title: { ru: 'Вопрос по документации', en: 'Documentation' } },
  {
    key: 'systemSoftware',
    title: { ru: 'Настройка общесистемного ПО', en: 'System software set-up' },
  },
  { key: 'database', title: { ru: 'Настройка СУБД', en: 'Database set-up' } },
] as const

const customer = (code: string, type: FieldType, ru: string, en: string) =>
  ({ code, type, owner: 'customer', title: { ru, en } }) as const
const ours = (code: string, type: FieldType, ru: string, en: string) =>
  ({ code, type, owner: 'ours', title: { ru, en } }) as const

/** One description from which set-up, mapping and form are made; the order is that of the card. */
export const fieldSpecs = {
  number: ours('NUMBER', 'string', 'Номер обращения', 'Ticket number'),
  level: {
    code: 'LEVEL',
    type: 'enumeration',
    owner: 'partner',
    title: { ru: 'Критичность', en: 'Criticality' },
    options: levelOptions,
  },
  category: {
    code: 'CATEGORY',
    type: 'enumeration',
    owner: 'partner',
    title: { ru: 'Категория услуги', en: 'Service category' },
    options: categoryOptions,
  },
  description: customer('DESCRIPTION', 'text', 'Описание проблемы', 'Description'),
  impact: customer('IMPACT', 'text', 'Влияние на бизнес', 'Business impact'),
  environment: customer('ENVIRONMENT', 'text', 'ПО и окружение', 'Software and environment'),
  contactName: customer('CONTACT_NAME', 'string', 'Контактное лицо', 'Contact person'),
  contactPhone: customer('CONTACT_PHONE', 'string', 'Телефон', 'Phone'),
  contactEmail: customer('CONTACT_EMAIL', 'string', 'E-mail', 'E-mail'),
  links: customer('LINKS', 'text', 'Ссылки на сущности Битрикс24', 'Links to Bitrix24 entities'),
  files: {
    code: 'FILES',
    type: 'file',
    owner: 'customer',
    title: { ru: 'Скриншоты и файлы', en: 'Screenshots and files' },
    isMultiple: true,
  },
  filesReason: customer(
    'FILES_REASON',
    'string',
    'Почему нет скриншотов',
    'Why there are no screenshots',
  ),
  recentChanges: customer('CHANGES', 'text', 'Недавние изменения', 'Recent changes'),
  consentPhone: customer(
    'CONSENT_PHONE',
    'boolean',
    'Согласие: доступность по телефону (§ 4, п. 1)',
    'Consent: reachable by phone (§ 4.1)',
  ),
  consentReply: customer(
    'CONSENT_REPLY',
    'boolean',
    'Согласие: ответ в течение часа (§ 4, п. 2)',
    'Consent: reply within an hour (§ 4.2)',
  ),
  consentVersion: customer(
    'CONSENT_VERSION',
    'string',
    'Редакция текста согласий',
    'Version of the consents’ text',
  ),
  solution: {
    code: 'SOLUTION',
    type: 'text',
    owner: 'partner',
    title: { ru: 'Решение', en: 'Solution' },
  },
  registeredAt: ours('REGISTERED', 'datetime', 'Зарегистрировано', 'Registered'),
  reactionDueAt: ours('REACTION_DUE', 'datetime', 'Реакция до', 'Reaction due'),
  updateDueAt: ours('UPDATE_DUE', 'datetime', 'Обновление статуса до', 'Status update due'),
  slaState: ours('SLA_STATE', 'string', 'Состояние SLA', 'SLA state'),
  company: ours('COMPANY', 'string', 'Клиент', 'Customer'),
} as const satisfies Record<string, FieldSpec>

export type FieldKey = keyof typeof fieldSpecs
export const fieldKeys = Object.keys(fieldSpecs) as FieldKey[]
export const fieldSpec = (key: FieldKey): FieldSpec => fieldSpecs[key]
