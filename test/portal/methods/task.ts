import { randomUUID } from 'node:crypto'
import { raiseEvent } from '../events.ts'
import { type Column, listPage, listReply, selection } from '../list.ts'
import { type Call, type MethodMap, actorOf, reply } from '../method.ts'
import { type Task } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { nextId } from '../state.ts'
import {
  type Params,
  instantOf,
  intOf,
  isYes,
  listOf,
  mapOf,
  numberOf,
  textOf,
  yesNo,
} from '../values.ts'
import { missingParam, requiredInt } from './crm-access.ts'
import { type TaskField, taskFieldByName, taskFieldTable, taskFields } from './task-fields.ts'
import { drawListedTask, drawTask, drawWholeTask } from './task-view.ts'

const refuse = (description: string): RestError => new RestError('ERROR_CORE', description)
const notThere = (): RestError => new RestError('0', 'Задача не найдена или доступ запрещен')

const involved = ({ fields }: Task): unknown[] => [
  fields['CREATED_BY'],
  fields['RESPONSIBLE_ID'],
  ...listOf(fields['ACCOMPLICES']),
  ...listOf(fields['AUDITORS']),
]

/** People see the tasks that they take part in, administrators all. */
export const seesTask = (call: Call, task: Task): boolean =>
  call.user.isAdmin || involved(task).includes(call.user.id)

/** @throws RestError as if it were not there when the caller has no part in it */
export function requiredTask(call: Call, id: number): Task {
  const task = call.portal.tasks.get(id)
  if (!task || !seesTask(call, task)) throw notThere()
  return task
}

function readEnum(field: TaskField, value: unknown): unknown {
  if (field.values && 'Y' in field.values) return yesNo(isYes(value))
  const codes = Object.keys(field.values ?? {})
  const text = textOf(value)
  if (!Array.isArray(field.values) && !codes.includes(text)) {
    throw refuse(`Недопустимое значение поля ${field.name}`)
  }
  return numberOf(text) ?? text
}

function readTime(call: Call, field: TaskField, value: unknown): number | null {
  const at = instantOf(value, call.portal.timeZone)
  if (at === null && textOf(value) !== '') {
    throw refuse(`Недопустимое значение поля ${field.name}`)
  }
  return at
}

const integers = (value: unknown): number[] =>
  listOf(value)
    .map(intOf)
    .filter((id) => id !== null)

const readers: Record<
  TaskField['type'],
  (call: Call, field: TaskField, value: unknown) => unknown
> = {
  integer: (_call, _field, value) => intOf(value),
  double: (_call, _field, value) => numberOf(value),
  enum: (_call, field, value) => readEnum(field, value),
  datetime: readTime,
  array: (_call, _field, value) => integers(value),
  disk_file: (call, _field, value) => readFiles(call, value),
  crm: (_call, _field, value) => listOf(value).map(textOf),
  string: (_call, _field, value) => textOf(value),
  mail_message: (_call, _field, value) => textOf(value),
}

/** Files of the disk are named `n42`. */
function readFiles(call: Call, value: unknown): number[] {
  return listOf(value).map((one) => {
    const id = Number(/^n(\d+)$/.exec(textOf(one))?.[1])
    if (!call.portal.files.has(id)) throw refuse(`Файл ${textOf(one)} не найден`)
    return id
  })
}

function readFields(call: Call, given: Params): Params {
  const read: Params = {}
  for (const [name, value] of Object.entries(given)) {
    const field = taskFieldByName.get(name.toUpperCase())
    if (field?.isSettable) read[field.name] = readers[field.type](call, field, value)
  }
  if (read['TITLE'] === '') throw refuse('Не указано название задачи')
  for (const name of ['RESPONSIBLE_ID', 'CREATED_BY']) {
    const isKnown = call.portal.users.some(({ id }) => id === read[name])
    if (name in read && !isKnown) throw refuse('Указанный пользователь не найден')
  }
  return read
}

/** Absent sides of the change are written as the word `undefined`. */
function tell(call: Call, action: 'ADD' | 'UPDATE' | 'DELETE', id: number): void {
  const none = 'undefined'
  raiseEvent(call.world, call.portal, {
    name: `ONTASK${action}`,
    data: {
      FIELDS_BEFORE: action === 'ADD' ? none : { ID: id },
      FIELDS_AFTER: action === 'DELETE' ? none : { ID: id },
      IS_ACCESSIBLE_BEFORE: action === 'ADD' ? 'N' : none,
      IS_ACCESSIBLE_AFTER: action === 'DELETE' ? 'N' : none,
    },
    ...actorOf(call),
  })
}

const secondsNow = ({ now }: Call): number => Math.floor(now / 1000) * 1000

function addTask(call: Call, params: Params) {
  const given = mapOf(params['fields'])
  if (!given) throw missingParam('fields')
  const read = readFields(call, given)
  if (read['TITLE'] === undefined) throw refuse('Не указано название задачи')
  if (read['RESPONSIBLE_ID'] === undefined) throw refuse('Не указан исполнитель')
  const id = nextId(call.portal, 'task')
  const at = secondsNow(call)
  const times = ['CREATED_DATE', 'CHANGED_DATE', 'ACTIVITY_DATE', 'STATUS_CHANGED_DATE']
  const task: Task = {
    id,
    fields: {
      ...Object.fromEntries(taskFields.map(({ name, start }) => [name, start])),
      ID: id,
      GUID: `{${randomUUID()}}`,
      CREATED_BY: call.user.id,
      CHANGED_BY: call.user.id,
      ...Object.fromEntries(times.map((name) => [name, at])),
      ...read,
    },
    spent: [],
  }
  call.portal.tasks.set(id, task)
  tell(call, 'ADD', id)
  return reply({ task: drawWholeTask(call, task, true) })
}

function updateTask(call: Call, params: Params) {
  const task = requiredTask(call, requiredInt(params, 'taskId'))
  const given = mapOf(params['fields'])
  if (!given) throw missingParam('fields')
  const read = readFields(call, given)
  const at = secondsNow(call)
  const closed = read['STATUS'] === 5 ? { CLOSED_BY: call.user.id, CLOSED_DATE: at } : {}
  const moved = read['STATUS'] === undefined ? {} : { STATUS_CHANGED_BY: call.user.id }
  const changed = { CHANGED_BY: call.user.id, CHANGED_DATE: at }
  Object.assign(task.fields, read, changed, moved, closed)
  tell(call, 'UPDATE', task.id)
  return reply({ task: drawWholeTask(call, task, false) })
}

function deleteTask(call: Call, params: Params) {
  const task = requiredTask(call, requiredInt(params, 'taskId'))
  if (!call.user.isAdmin && task.fields['CREATED_BY'] !== call.user.id) throw notThere()
  call.portal.tasks.delete(task.id)
  tell(call, 'DELETE', task.id)
  return reply({ task: true })
}

const upperNames = (select: unknown): string[] | null =>
  selection(select)?.map((name) => name.toUpperCase()) ?? null

function columnOf(name: string): Column<Task> | undefined {
  const field = taskFieldByName.get(name.toUpperCase())
  if (!field) return undefined
  const isNumber = ['integer', 'double', 'array'].includes(field.type)
  const isCount = field.name === 'STATUS' || field.name === 'PRIORITY'
  const type = field.type === 'datetime' ? 'time' : isNumber || isCount ? 'number' : 'text'
  return { type, read: ({ fields }) => fields[field.name] }
}

/** Conditions of the subfilter count like the others; unknown ones are passed over. */
function filterOf(given: unknown): Params {
  const { '::SUBFILTER-PARAMS': inner, ...filter } = mapOf(given) ?? {}
  return { ...filter, ...mapOf(inner) }
}

function listTasks(call: Call, params: Params) {
  const rows = [...call.portal.tasks.values()].filter((task) => seesTask(call, task))
  const filter = filterOf(params['filter'])
  const page = listPage(
    rows,
    { filter, order: params['order'], start: params['start'] },
    {
      column: columnOf,
      instant: (value) => instantOf(value, call.portal.timeZone),
      onUnknown: () => undefined,
    },
  )
  const names = upperNames(params['select'])
  const wanted = Object.entries(mapOf(params['params']) ?? {})
  const switches = wanted.filter(([, value]) => isYes(value)).map(([name]) => name)
  return listReply(page, (tasks) => ({
    tasks: tasks.map((task) => drawListedTask(call, task, { names, switches })),
  }))
}

const scope = ['task']

export const taskMethods: MethodMap = {
  'tasks.task.add': { scope, run: addTask },
  'tasks.task.get': {
    scope,
    run(call, params) {
      const task = requiredTask(call, requiredInt(params, 'taskId'))
      return reply({ task: drawTask(call, task, upperNames(params['select'])) })
    },
  },
  'tasks.task.list': { scope, run: listTasks },
  'tasks.task.update': { scope, run: updateTask },
  'tasks.task.delete': { scope, run: deleteTask },
  'tasks.task.getFields': { scope, run: () => reply({ fields: taskFieldTable() }) },
}
