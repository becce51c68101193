import {
  type StandardField,
  company,
  contact,
  contactIds,
  day,
  field,
  flag,
  lastActivity,
  made,
  many,
  money,
  moved,
  observers,
  readOnly,
  source,
  stage,
  status,
  sum,
  text,
  user,
} from './item-field.ts'

const id = readOnly(field('id', 'integer', 'integer', 'ID'))
const responsible = user('assignedById', 'Ответственный')
const comments = field('comments', 'text', 'text', 'Комментарий')
const opened = flag('opened', 'Доступен для всех')
const origin = [text('originatorId', 'Внешний источник'), text('originId', 'Внешний код')]
const webform = field('webformId', 'integer', 'integer', 'Создано CRM-формой')
const lead = field('leadId', 'integer', 'crm_lead', 'Лид')
const begin = day('begindate', 'Дата начала')
const close = day('closedate', 'Дата завершения')
const place = field('locationId', 'string', 'location', 'Местоположение')

/** Telephones, addresses and messengers: set by `fm`, shown once more one by one. */
const channels = [
  many(field('fm', 'channels', 'crm_multifield', 'Контактные данные')),
  readOnly(flag('hasPhone', 'Есть телефон')),
  readOnly(flag('hasEmail', 'Есть e-mail')),
  readOnly(text('phone', 'Телефон')),
  readOnly(text('email', 'E-mail')),
]

const person = [
  status('honorific', 'Обращение'),
  text('name', 'Имя'),
  text('secondName', 'Отчество'),
  text('lastName', 'Фамилия'),
  day('birthdate', 'Дата рождения'),
  text('post', 'Должность'),
]

const progress = [...moved, readOnly(text('stageSemanticId', 'Группа стадии'))]

const utm = ['Source', 'Medium', 'Campaign', 'Content', 'Term'].map((name) =>
  text(`utm${name}`, `UTM ${name}`),
)

const leadFields = [
  id,
  text('title', 'Название'),
  ...made,
  responsible,
  opened,
  company,
  contact,
  contactIds,
  stage,
  field('statusDescription', 'text', 'text', 'Дополнительно о стадии'),
  ...progress,
  ...money,
  ...source,
  ...person,
  text('companyTitle', 'Название компании'),
  comments,
  webform,
  ...origin,
  observers,
  ...channels,
  ...lastActivity,
  ...utm,
]

const dealFields = [
  id,
  text('title', 'Название'),
  ...made,
  responsible,
  opened,
  lead,
  company,
  contact,
  contactIds,
  field('quoteId', 'integer', 'crm_quote', 'Предложение'),
  field('categoryId', 'integer', 'crm_category', 'Воронка'),
  stage,
  ...progress,
  readOnly(flag('isNew', 'Новая')),
  readOnly(flag('closed', 'Закрыта')),
  flag('isRecurring', 'Регулярная'),
  status('typeId', 'Тип'),
  ...money,
  sum('taxValue', 'Сумма налога'),
  field('probability', 'integer', 'integer', 'Вероятность'),
  comments,
  begin,
  close,
  place,
  webform,
  ...source,
  ...origin,
  text('additionalInfo', 'Дополнительная информация'),
  observers,
  ...lastActivity,
  ...utm,
]

const contactFields = [
  id,
  ...made,
  responsible,
  opened,
  ...person,
  status('typeId', 'Тип'),
  ...source,
  comments,
  flag('export', 'Участвует в экспорте'),
  company,
  many(field('companyIds', 'ids', 'crm_company', 'Компании')),
  lead,
  ...origin,
  text('originVersion', 'Версия внешнего источника'),
  observers,
  ...channels,
  ...lastActivity,
  ...utm,
]

const companyFields = [
  id,
  text('title', 'Название'),
  ...made,
  responsible,
  opened,
  status('typeId', 'Тип'),
  status('industry', 'Сфера деятельности'),
  status('employees', 'Число сотрудников'),
  text('bankingDetails', 'Банковские реквизиты'),
  field('currencyId', 'string', 'crm_currency', 'Валюта'),
  sum('revenue', 'Годовой оборот'),
  comments,
  flag('isMyCompany', 'Моя компания'),
  contactIds,
  lead,
  ...origin,
  text('originVersion', 'Версия внешнего источника'),
  observers,
  ...channels,
  ...lastActivity,
  ...utm,
]

const invoiceFields = [
  id,
  text('title', 'Название'),
  text('xmlId', 'Внешний код'),
  ...made,
  responsible,
  opened,
  webform,
  begin,
  close,
  company,
  contact,
  contactIds,
  observers,
  field('categoryId', 'integer', 'crm_category', 'Воронка'),
  ...moved,
  stage,
  readOnly(status('previousStageId', 'Предыдущая стадия')),
  ...source,
  ...money,
  sum('taxValue', 'Сумма налога'),
  field('mycompanyId', 'integer', 'crm_company', 'Реквизиты вашей компании'),
  comments,
  place,
  ...lastActivity,
]

/** Fields of the types that every portal has, by their entityTypeId. */
export const builtInFields: Readonly<Record<number, StandardField[]>> = {
  1: leadFields,
  2: dealFields,
  3: contactFields,
  4: companyFields,
  31: invoiceFields,
}
