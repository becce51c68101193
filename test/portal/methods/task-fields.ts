import { type Params } from '../values.ts'

type FieldType =
  | 'integer'
  | 'double'
  | 'string'
  | 'enum'
  | 'datetime'
  | 'array'
  | 'crm'
  | 'disk_file'
  | 'mail_message'

export type TaskField = {
  name: string
  type: FieldType
  /** What a new task has; undefined in the description means: no `default` there. */
  start: unknown
  /** The value that `getFields` calls the default, when it names one. */
  default?: unknown
  title: string | null
  values?: Params | string[]
  isSettable?: true
  isRequired?: true
}

const field = (name: string, type: FieldType, start: unknown, title: string | null = null) => ({
  name,
  type,
  start,
  title,
})
const settable = (one: TaskField): TaskField => ({ ...one, isSettable: true })
const required = (one: TaskField): TaskField => ({ ...one, isSettable: true, isRequired: true })
const yesNo = { Y: 'Да', N: 'Нет' }
const flag = (name: string, start: 'Y' | 'N', title: string | null = null): TaskField => ({
  ...field(name, 'enum', start, title),
  values: yesNo,
  default: 'N',
})

const units = ['secs', 'mins', 'hours', 'days', 'weeks', 'months', 'years']

/** Fields of a task in the documented order. People are named by number, instants are epoch ms. */
export const taskFields: readonly TaskField[] = [
  field('ID', 'integer', null, 'ID'),
  settable({ ...field('PARENT_ID', 'integer', null, 'Базовая задача'), default: 0 }),
  required(field('TITLE', 'string', '', 'Название')),
  settable(field('DESCRIPTION', 'string', '', 'Описание')),
  settable({
    ...field('MARK', 'enum', null, 'Оценка'),
    values: { N: 'Отрицательная', P: 'Положительная' },
    default: null,
  }),
  settable({
    ...field('PRIORITY', 'enum', 1, 'Приоритет'),
    values: { 0: 'Низкий', 1: 'Средний', 2: 'Высокий' },
    default: 1,
  }),
  settable({
    ...field('STATUS', 'enum', 2, 'Статус'),
    values: {
      2: 'Ждёт выполнения',
      3: 'Выполняется',
      4: 'Ждёт контроля',
      5: 'Завершена',
      6: 'Отложена',
    },
    default: 2,
  }),
  flag('MULTITASK', 'N', 'Множественная задача'),
  flag('NOT_VIEWED', 'N'),
  flag('REPLICATE', 'N', 'Повторяемая задача'),
  settable({ ...field('GROUP_ID', 'integer', 0, 'Проект'), default: 0 }),
  { ...field('STAGE_ID', 'integer', 0, 'Стадия'), default: 0 },
  { ...field('SPRINT_ID', 'integer', null, 'Спринт'), default: 0 },
  { ...field('BACKLOG_ID', 'integer', null, 'Бэклог'), default: 0 },
  required(field('CREATED_BY', 'integer', null, 'Постановщик')),
  field('CREATED_DATE', 'datetime', null),
  required(field('RESPONSIBLE_ID', 'integer', null, 'Исполнитель')),
  settable(field('ACCOMPLICES', 'array', [])),
  settable(field('AUDITORS', 'array', [])),
  field('CHANGED_BY', 'integer', null, 'Кем изменена'),
  field('CHANGED_DATE', 'datetime', null, 'Дата изменения'),
  field('STATUS_CHANGED_BY', 'integer', null, 'Кто изменил статус'),
  field('STATUS_CHANGED_DATE', 'datetime', null, 'Когда изменён статус'),
  { ...field('CLOSED_BY', 'integer', null, 'Кем закрыта'), default: null },
  { ...field('CLOSED_DATE', 'datetime', null, 'Дата закрытия'), default: null },
  { ...field('ACTIVITY_DATE', 'datetime', null), default: null },
  { ...field('DATE_START', 'datetime', null, 'Дата начала'), default: null },
  settable({ ...field('DEADLINE', 'datetime', null, 'Крайний срок'), default: null }),
  settable({ ...field('START_DATE_PLAN', 'datetime', null, 'Плановое начало'), default: null }),
  settable({ ...field('END_DATE_PLAN', 'datetime', null, 'Плановое завершение'), default: null }),
  { ...field('GUID', 'string', null, 'GUID'), default: null },
  settable({ ...field('XML_ID', 'string', null, 'XML_ID'), default: null }),
  { ...field('COMMENTS_COUNT', 'integer', null, 'Комментарии'), default: 0 },
  { ...field('SERVICE_COMMENTS_COUNT', 'integer', null), default: 0 },
  settable(flag('ALLOW_CHANGE_DEADLINE', 'N')),
  settable(flag('ALLOW_TIME_TRACKING', 'N')),
  settable(flag('TASK_CONTROL', 'N', 'Принять работу')),
  flag('ADD_IN_REPORT', 'N', 'Включить в отчёт'),
  { ...flag('FORKED_BY_TEMPLATE_ID', 'N', 'Создана из шаблона'), start: null },
  settable(field('TIME_ESTIMATE', 'integer', 0, 'Оценка времени')),
  field('TIME_SPENT_IN_LOGS', 'integer', null, 'Затрачено'),
  field('MATCH_WORK_TIME', 'string', 'N', 'Пропускать выходные'),
  field('FORUM_TOPIC_ID', 'integer', null, 'FORUM_TOPIC_ID'),
  field('FORUM_ID', 'integer', null, 'FORUM_ID'),
  field('SITE_ID', 'string', 's1', 'SITE_ID'),
  { ...flag('SUBORDINATE', 'Y', 'Задача подчинённого'), default: null },
  { ...field('EXCHANGE_MODIFIED', 'datetime', null, 'EXCHANGE_MODIFIED'), default: null },
  { ...field('EXCHANGE_ID', 'integer', null, 'EXCHANGE_ID'), default: null },
  { ...field('OUTLOOK_VERSION', 'integer', 1, 'OUTLOOK_VERSION'), default: null },
  field('VIEWED_DATE', 'datetime', null, 'Дата просмотра'),
  field('SORTING', 'double', null, 'Сортировка'),
  field('DURATION_FACT', 'integer', null, 'Затрачено (фактически)'),
  flag('IS_MUTED', 'N'),
  flag('IS_PINNED', 'N'),
  flag('IS_PINNED_IN_GROUP', 'N'),
  { ...field('FLOW_ID', 'integer', null, 'Поток'), default: 0 },
  field('DURATION_PLAN', 'integer', null, 'Затрачено (по плану)'),
  {
    ...field('DURATION_TYPE', 'enum', 'days', 'DURATION_TYPE'),
    values: units,
    default: 'days',
  },
  { ...flag('FAVORITE', 'N'), default: null },
  field('CHECKLIST', 'array', []),
  settable(field('UF_CRM_TASK', 'crm', [], 'Элементы CRM')),
  settable(field('UF_TASK_WEBDAV_FILES', 'disk_file', [], 'Загрузить файлы')),
  field('UF_MAIL_MESSAGE', 'mail_message', null),
]

export const taskFieldByName = new Map(taskFields.map((one) => [one.name, one]))

const describe = ({ title, type, values, isRequired, ...one }: TaskField): Params => ({
  title,
  type,
  ...(isRequired && { required: true }),
  ...(values && { values }),
  ...('default' in one && { default: one.default }),
})

/** `tasks.task.getFields`. */
export const taskFieldTable = (): Params =>
  Object.fromEntries(
    taskFields.map((one) => [
      one.name,
      one.name === 'ID' ? { ...describe(one), primary: true } : describe(one),
    ]),
  )

/** `UF_CRM_TASK` is `ufCrmTask` on the wire. */
export const taskWireName = (name: string): string =>
  name.toLowerCase().replace(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase())
