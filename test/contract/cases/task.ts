import { z } from 'zod'
import { type Family } from '../family.ts'
import { bearing, instant, numeric } from '../shape.ts'

const keys =
  'id title description mark priority multitask notViewed replicate stageId createdBy ' +
  'createdDate responsibleId changedBy changedDate closedBy closedDate deadline startDatePlan ' +
  'endDatePlan guid xmlId timeEstimate status groupId auditors accomplices creator responsible'
const task = z.object({ task: bearing(keys, { id: numeric, createdDate: instant }) })

const listed = [
  ...['ID', 'TITLE', 'DESCRIPTION', 'STATUS', 'subStatus', 'DEADLINE'],
  ...['CREATED_DATE', 'RESPONSIBLE_ID', 'PRIORITY', 'MARK'],
]

async function addTask(desk: Parameters<Family['play']>[0], userId: number) {
  const made = await desk.call(
    'tasks.task.add',
    { fields: { TITLE: 'Task Title', DEADLINE: '2026-12-31T23:59:59', RESPONSIBLE_ID: userId } },
    task,
  )
  const taskId = Number(made.task.id)
  const remove = desk.removal('tasks.task.delete', { taskId }, z.object({ task: z.literal(true) }))
  return { taskId, remove }
}

export const taskCases: Family = {
  name: 'tasks',
  asksFor: 'tasks.task.add',
  async play(desk, { entityTypeId, itemId, userId }) {
    const { call, read } = desk
    const { taskId, remove } = await addTask(desk, userId)
    const link = `T${entityTypeId.toString(16)}_${itemId}`
    await call('tasks.task.update', { taskId, fields: { UF_CRM_TASK: [link] } }, task)
    const select = ['ID', 'TITLE', 'DESCRIPTION', 'CREATED_BY', 'RESPONSIBLE_ID', 'DEADLINE']
    const found = await read(
      'tasks.task.get',
      { taskId, select: [...select, 'UF_CRM_TASK', 'UF_TASK_WEBDAV_FILES'] },
      z.object({
        task: bearing('id title description createdBy responsibleId deadline ufCrmTask', {
          ufCrmTask: z.array(z.string()),
        }),
      }),
    )
    if (!found.task.ufCrmTask.includes(link)) throw new Error('the task is not bound to the item')
    await read(
      'tasks.task.list',
      {
        order: { DEADLINE: 'asc' },
        filter: { ID: taskId, RESPONSIBLE_ID: userId },
        select: [...listed, 'ACCOMPLICES', 'AUDITORS', 'TAGS', 'COUNTERS'],
        params: { WITH_TIMER_INFO: true, WITH_RESULT_INFO: true, WITH_PARSED_DESCRIPTION: true },
      },
      z.object({ tasks: z.array(bearing('id title status priority deadline', {})).length(1) }),
    )
    const field = bearing('title type', {})
    await read(
      'tasks.task.getFields',
      {},
      z.object({ fields: z.object({ ID: field, TITLE: field, DEADLINE: field, STATUS: field }) }),
    )
    await remove()
  },
}

const spent = bearing(
  'ID TASK_ID USER_ID COMMENT_TEXT SECONDS MINUTES SOURCE CREATED_DATE DATE_START DATE_STOP',
  { ID: numeric, SECONDS: numeric },
)

export const elapsedTimeCases: Family = {
  name: 'time spent on a task',
  asksFor: 'task.elapseditem.add',
  async play(desk, { userId }) {
    const { call, read } = desk
    const { taskId, remove } = await addTask(desk, userId)
    const TASKID = taskId
    const ARFIELDS = { SECONDS: 113, COMMENT_TEXT: 'comment text' }
    const ITEMID = await call('task.elapseditem.add', { TASKID, ARFIELDS }, z.number())
    const one = { TASKID, ITEMID }
    await read('task.elapseditem.get', one, z.union([spent, z.tuple([spent])]))
    await read('task.elapseditem.getlist', { TASKID }, z.array(spent).length(1))
    const longer = { ...ARFIELDS, SECONDS: 240 }
    await call('task.elapseditem.update', { ...one, ARFIELDS: longer }, z.unknown())
    await call('task.elapseditem.delete', one, z.unknown())
    await remove()
  },
}
