import { type Call } from '../method.ts'
import { type Task } from '../records.ts'
import { type Params, isoIn, listOf, textOf, yesNo } from '../values.ts'
import { type TaskField, taskFieldByName, taskFields, taskWireName } from './task-fields.ts'

function drawPerson(call: Call, id: unknown): Params {
  const user = call.portal.users.find((one) => one.id === id)
  return {
    id: textOf(id),
    name: user ? `${user.name} ${user.lastName}`.trim() : '',
    link: `/company/personal/user/${textOf(id)}/`,
    icon: '/bitrix/images/tasks/default_avatar.png',
    workPosition: user?.position ?? '',
  }
}

/** People in addition to those in charge, by their number; [] when there are none. */
function drawPeople(call: Call, ids: unknown): unknown {
  const people = listOf(ids).map((id) => [textOf(id), drawPerson(call, id)] as const)
  return people.length ? Object.fromEntries(people) : []
}

/** Most values are texts on the wire, numbers too. */
const drawers: Partial<Record<TaskField['type'], (call: Call, value: unknown) => unknown>> = {
  datetime: (call, value) => isoIn(call.portal.timeZone, Number(value)),
  array: (_call, value) => listOf(value).map(textOf),
  crm: (_call, value) => value,
  disk_file: (_call, value) => value,
}

const drawValue = (call: Call, field: TaskField, value: unknown): unknown =>
  value === null || value === undefined
    ? null
    : (drawers[field.type]?.(call, value) ?? textOf(value))

const isOpen = ({ fields }: Task): boolean => fields['STATUS'] !== 5

/** What the caller may do; `take` came with the flows and is not told of fresh tasks. */
function drawActions(call: Call, task: Task, isFresh: boolean): Params {
  const isOwn = task.fields['CREATED_BY'] === call.user.id || call.user.isAdmin
  const mayWork = isOwn || task.fields['RESPONSIBLE_ID'] === call.user.id
  const isWaiting = task.fields['STATUS'] === 2
  return {
    accept: false,
    decline: false,
    complete: mayWork && isOpen(task),
    approve: false,
    disapprove: false,
    start: mayWork && isWaiting,
    pause: false,
    delegate: mayWork,
    remove: isOwn,
    edit: isOwn,
    defer: mayWork && isOpen(task),
    renew: mayWork && !isOpen(task),
    create: true,
    changeDeadline: isOwn,
    checklistAddItems: mayWork,
    addFavorite: true,
    deleteFavorite: false,
    rate: isOwn,
    ...(!isFresh && { take: false }),
    'edit.originator': false,
    'checklist.reorder': mayWork,
    'elapsedtime.add': true,
    'dayplan.timer.toggle': false,
    'edit.plan': isOwn,
    'checklist.add': mayWork,
    'favorite.add': true,
    'favorite.delete': false,
  }
}

const checkListTree = (call: Call): Params => ({
  nodeId: 0,
  fields: {
    id: null,
    copiedId: null,
    entityId: null,
    userId: call.user.id,
    createdBy: null,
    parentId: null,
    title: '',
    sortIndex: null,
    displaySortIndex: '',
    isComplete: false,
    isImportant: false,
    completedCount: 0,
    members: [],
    attachments: [],
  },
  action: [],
  descendants: [],
})

function drawNamed(call: Call, task: Task, names: readonly string[]): Params {
  const drawn = names.flatMap((name) => {
    const field = taskFieldByName.get(name)
    return field ? [[taskWireName(name), drawValue(call, field, task.fields[name])]] : []
  })
  return Object.fromEntries(drawn) as Params
}

const isOwnField = (name: string): boolean => name.startsWith('UF_')
const plainNames = taskFields.map(({ name }) => name).filter((name) => !isOwnField(name))
/** A fresh task is told without its sprint, a changed one without its parent. */
const freshNames = plainNames.filter((name) => !['SPRINT_ID', 'BACKLOG_ID'].includes(name))
const changedNames = plainNames.filter((name) => name !== 'PARENT_ID')

/** The whole task, as adding and changing answer. */
export function drawWholeTask(call: Call, task: Task, isFresh: boolean): Params {
  const { fields } = task
  return {
    ...drawNamed(call, task, isFresh ? freshNames : changedNames),
    descriptionInBbcode: 'Y',
    group: [],
    creator: drawPerson(call, fields['CREATED_BY']),
    responsible: drawPerson(call, fields['RESPONSIBLE_ID']),
    accomplicesData: drawPeople(call, fields['ACCOMPLICES']),
    auditorsData: drawPeople(call, fields['AUDITORS']),
    newCommentsCount: 0,
    action: drawActions(call, task, isFresh),
    checkListTree: checkListTree(call),
    checkListCanAdd: true,
  }
}

/** One task with the chosen fields; without a choice all but the own ones. */
export function drawTask(call: Call, task: Task, names: string[] | null): Params {
  const { fields } = task
  return {
    ...drawNamed(call, task, names ?? plainNames),
    ufMailMessage: null,
    descriptionInBbcode: 'Y',
    favorite: fields['FAVORITE'],
    group: [],
    creator: drawPerson(call, fields['CREATED_BY']),
    responsible: drawPerson(call, fields['RESPONSIBLE_ID']),
    action: drawActions(call, task, false),
  }
}

const noNews = {
  counters: {
    expired: 0,
    newComments: 0,
    projectExpired: 0,
    projectNewComments: 0,
    mutedExpired: 0,
    mutedNewComments: 0,
  },
  color: 'gray',
  value: 0,
}

/** Parts of a listed task that come with the field that asks for them. */
const companions: Record<string, (call: Call, fields: Params) => Params> = {
  CREATED_BY: (call, fields) => ({ creator: drawPerson(call, fields['CREATED_BY']) }),
  RESPONSIBLE_ID: (call, fields) => ({ responsible: drawPerson(call, fields['RESPONSIBLE_ID']) }),
  ACCOMPLICES: (call, fields) => ({ accomplicesData: drawPeople(call, fields['ACCOMPLICES']) }),
  AUDITORS: (call, fields) => ({ auditorsData: drawPeople(call, fields['AUDITORS']) }),
  DESCRIPTION: () => ({ descriptionInBbcode: 'Y' }),
  DEADLINE: (_call, fields) => ({ lengthDeadline: fields['DEADLINE'] === null ? '0' : '1' }),
  STATUS: (_call, fields) => ({ subStatus: textOf(fields['STATUS']) }),
  COUNTERS: () => ({ counter: noNews }),
  TAGS: () => ({ tags: [] }),
}

/** What the switches in `params` add to each task of a list. */
const extras: Record<string, (fields: Params) => Params> = {
  WITH_TIMER_INFO: () => ({ timeElapsed: null, timerIsRunningForCurrentUser: 'N' }),
  WITH_RESULT_INFO: (fields) => ({
    taskRequireResult: yesNo(fields['TASK_CONTROL'] === 'Y'),
    taskHasOpenResult: 'N',
    taskHasResult: 'N',
  }),
  WITH_PARSED_DESCRIPTION: (fields) => ({ parsedDescription: textOf(fields['DESCRIPTION']) }),
}

/** A task in a list: the number always, the rest as chosen. */
export function drawListedTask(
  call: Call,
  task: Task,
  choice: { names: string[] | null; switches: string[] },
): Params {
  const names = choice.names ?? plainNames
  return {
    ...drawNamed(call, task, ['ID', ...names]),
    ...Object.assign({}, ...names.map((name) => companions[name]?.(call, task.fields) ?? {})),
    group: [],
    ...Object.assign({}, ...choice.switches.map((name) => extras[name]?.(task.fields) ?? {})),
  } as Params
}
