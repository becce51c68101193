import { type Column, listPage } from '../list.ts'
import { type Call, type MethodMap, type Reply, reply } from '../method.ts'
import { type ElapsedTime, type Task } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { nextId } from '../state.ts'
import { type Params, instantOf, intOf, isoIn, listOf, mapOf, textOf } from '../values.ts'
import { requiredTask, seesTask } from './task.ts'

const refuse = (description: string): RestError => new RestError('ERROR_CORE', description)

/** Here the order of the arguments counts, whatever their names are. */
const inOrder = (params: Params): unknown[] => Object.values(params)

function readTask(call: Call, id: unknown): Task {
  const taskId = intOf(id)
  if (taskId === null) throw refuse('TASKS_ERROR_EXCEPTION_#256; Param #0 (taskId) is not integer')
  try {
    return requiredTask(call, taskId)
  } catch (error) {
    if (error instanceof RestError) throw refuse('TASKS_ERROR_EXCEPTION_#4; Task not found')
    throw error
  }
}

function readEntry(task: Task, id: unknown): ElapsedTime {
  const entry = task.spent.find((one) => one.id === intOf(id))
  if (!entry) throw refuse('TASKS_ERROR_EXCEPTION_#8; Action failed')
  return entry
}

/** Another person's time is changed by an administrator only. */
function readOwnEntry(call: Call, task: Task, id: unknown): ElapsedTime {
  const entry = readEntry(task, id)
  if (entry.userId !== call.user.id && !call.user.isAdmin) {
    throw refuse('TASKS_ERROR_EXCEPTION_#8; Action not allowed')
  }
  return entry
}

function readFields(given: unknown): { seconds: number; text: string; userId: number | null } {
  const fields = mapOf(given)
  const seconds = intOf(fields?.['SECONDS'])
  if (!fields || seconds === null || fields['COMMENT_TEXT'] === undefined) {
    throw refuse('TASKS_ERROR_EXCEPTION_#256; SECONDS and COMMENT_TEXT are required')
  }
  return { seconds, text: textOf(fields['COMMENT_TEXT']), userId: intOf(fields['USER_ID']) }
}

function add(call: Call, params: Params): Reply {
  const [taskId, given] = inOrder(params)
  const task = readTask(call, taskId)
  const { userId, ...what } = readFields(given)
  const id = nextId(call.portal, 'elapsedTime')
  const by = call.user.isAdmin && userId !== null ? userId : call.user.id
  task.spent.push({ id, ...what, userId: by, createdAt: call.now })
  return reply(id)
}

function draw(call: Call, task: Task, entry: ElapsedTime): Params {
  const zone = call.portal.timeZone
  return {
    ID: String(entry.id),
    TASK_ID: String(task.id),
    USER_ID: String(entry.userId),
    COMMENT_TEXT: entry.text,
    SECONDS: String(entry.seconds),
    MINUTES: String(Math.floor(entry.seconds / 60)),
    SOURCE: '2',
    CREATED_DATE: isoIn(zone, entry.createdAt),
    DATE_START: isoIn(zone, entry.createdAt),
    DATE_STOP: isoIn(zone, entry.createdAt),
  }
}

type Row = { task: Task; entry: ElapsedTime }

const columns: Record<string, Column<Row>> = {
  ID: { type: 'number', read: ({ entry }) => entry.id },
  USER_ID: { type: 'number', read: ({ entry }) => entry.userId },
  SECONDS: { type: 'number', read: ({ entry }) => entry.seconds },
  MINUTES: { type: 'number', read: ({ entry }) => entry.seconds },
  CREATED_DATE: { type: 'time', read: ({ entry }) => entry.createdAt },
  DATE_START: { type: 'time', read: ({ entry }) => entry.createdAt },
  DATE_STOP: { type: 'time', read: ({ entry }) => entry.createdAt },
}

/** Without a task as the first argument: the time spent on all tasks that the caller sees. */
function tasksOf(call: Call, first: unknown): Task[] {
  if (intOf(first) !== null) return [readTask(call, first)]
  return [...call.portal.tasks.values()].filter((task) => seesTask(call, task))
}

function list(call: Call, params: Params): Reply {
  const given = inOrder(params)
  const tasks = tasksOf(call, given[0])
  const [order, filter, select, more] = intOf(given[0]) === null ? given : given.slice(1)
  const pages = mapOf(mapOf(more)?.['NAV_PARAMS'])
  const size = Math.min(intOf(pages?.['nPageSize']) ?? 50, 50)
  const start = ((intOf(pages?.['iNumPage']) ?? 1) - 1) * size
  const rows = tasks.flatMap((task) => task.spent.map((entry) => ({ task, entry })))
  const page = listPage(
    rows,
    { filter, order, start },
    {
      column: (name) => columns[name],
      instant: (value) => instantOf(value, call.portal.timeZone),
      onUnknown: () => undefined,
    },
  )
  const names = listOf(select).map(textOf)
  const shown = (row: Params): Params =>
    names.length && !names.includes('*')
      ? Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)))
      : row
  const result = page.rows.slice(0, size).map(({ task, entry }) => shown(draw(call, task, entry)))
  return { result, ...page.counts }
}

const scope = ['task']

export const elapsedTimeMethods: MethodMap = {
  'task.elapseditem.add': { scope, run: add },
  'task.elapseditem.get': {
    scope,
    run(call, params) {
      const [taskId, id] = inOrder(params)
      const task = readTask(call, taskId)
      return reply([draw(call, task, readEntry(task, id))])
    },
  },
  'task.elapseditem.getlist': { scope, run: list },
  'task.elapseditem.update': {
    scope,
    run(call, params) {
      const [taskId, id, given] = inOrder(params)
      const entry = readOwnEntry(call, readTask(call, taskId), id)
      const { seconds, text } = readFields(given)
      Object.assign(entry, { seconds, text })
      return reply(null)
    },
  },
  'task.elapseditem.delete': {
    scope,
    run(call, params) {
      const [taskId, id] = inOrder(params)
      const task = readTask(call, taskId)
      const entry = readOwnEntry(call, task, id)
      task.spent = task.spent.filter((one) => one !== entry)
      return reply(null)
    },
  },
}
