import type { Words } from '../words/language.ts'

/** Who may change a field. A foreign edit of an owned field is put back, in the open. */
export type FieldOwner = 'customer' | 'partner' | 'ours'

export type FieldType = 'string' | 'text' | 'enumeration' | 'boolean' | 'datetime' | 'file'

export type FieldSpec = {
  /** Part of the portal's field name: UF_CRM_{type}_SLA_{code}. */
  code: string
  type: FieldType
  owner: FieldOwner
  title: Words
  isMultiple?: true
  /** For enumerations, in order; keys are ours, titles the portal's. */
  options?: readonly { key: string; title: Words }[]
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

const customer = (code: string, type: FieldType, title: Words) =>
  ({ code, type, owner: 'customer', title }) as const
const ours = (code: string, type: FieldType, title: Words) =>
  ({ code, type, owner: 'ours', title }) as const

/** One description from which set-up, mapping and form are made; the order is that of the card. */
export const fieldSpecs = {
  number: ours('NUMBER', 'string', { ru: 'Номер обращения', en: 'Ticket number' }),
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
  description: customer('DESCRIPTION', 'text', { ru: 'Описание проблемы', en: 'Description' }),
  impact: customer('IMPACT', 'text', { ru: 'Влияние на бизнес', en: 'Business impact' }),
  environment: customer('ENVIRONMENT', 'text', {
    ru: 'ПО и окружение',
    en: 'Software and environment',
  }),
  contactName: customer('CONTACT_NAME', 'string', { ru: 'Контактное лицо', en: 'Contact person' }),
  contactPhone: customer('CONTACT_PHONE', 'string', { ru: 'Телефон', en: 'Phone' }),
  contactEmail: customer('CONTACT_EMAIL', 'string', { ru: 'E-mail', en: 'E-mail' }),
  links: customer('LINKS', 'text', {
    ru: 'Ссылки на сущности Битрикс24',
    en: 'Links to Bitrix24 entities',
  }),
  files: {
    code: 'FILES',
    type: 'file',
    owner: 'customer',
    title: { ru: 'Скриншоты и файлы', en: 'Screenshots and files' },
    isMultiple: true,
  },
  filesReason: customer('FILES_REASON', 'string', {
    ru: 'Почему нет скриншотов',
    en: 'Why there are no screenshots',
  }),
  recentChanges: customer('CHANGES', 'text', { ru: 'Недавние изменения', en: 'Recent changes' }),
  consentPhone: customer('CONSENT_PHONE', 'boolean', {
    ru: 'Согласие: доступность по телефону (§ 4, п. 1)',
    en: 'Consent: reachable by phone (§ 4.1)',
  }),
  consentReply: customer('CONSENT_REPLY', 'boolean', {
    ru: 'Согласие: ответ в течение часа (§ 4, п. 2)',
    en: 'Consent: reply within an hour (§ 4.2)',
  }),
  consentVersion: customer('CONSENT_VERSION', 'string', {
    ru: 'Редакция текста согласий',
    en: 'Version of the consents’ text',
  }),
  solution: {
    code: 'SOLUTION',
    type: 'text',
    owner: 'partner',
    title: { ru: 'Решение', en: 'Solution' },
  },
  registeredAt: ours('REGISTERED', 'datetime', { ru: 'Зарегистрировано', en: 'Registered' }),
  reactionDueAt: ours('REACTION_DUE', 'datetime', { ru: 'Реакция до', en: 'Reaction due' }),
  updateDueAt: ours('UPDATE_DUE', 'datetime', {
    ru: 'Обновление статуса до',
    en: 'Status update due',
  }),
  slaState: ours('SLA_STATE', 'string', { ru: 'Состояние SLA', en: 'SLA state' }),
  company: ours('COMPANY', 'string', { ru: 'Клиент', en: 'Customer' }),
} as const satisfies Record<string, FieldSpec>

export type FieldKey = keyof typeof fieldSpecs
export const fieldKeys = Object.keys(fieldSpecs) as FieldKey[]
export const fieldSpec = (key: FieldKey): FieldSpec => fieldSpecs[key]
