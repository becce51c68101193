import { z } from 'zod'
import type { Frame } from './frame.ts'

/** Time that a person has spent on a task, as the portal keeps it. */
export type TaskTime = { id: number; taskTitle: string; comment: string; from: number; to: number }

const tasksSchema = z.object({
  tasks: z.array(z.object({ id: z.coerce.number().int(), title: z.string() })),
})
const elapsedSchema = z.array(
  z.object({
    ID: z.coerce.number().int(),
    SECONDS: z.coerce.number().nonnegative(),
    COMMENT_TEXT: z.string(),
    DATE_STOP: z.string().transform((text) => Date.parse(text)),
  }),
)

/**
 * What the person has spent on tasks that are linked to an item of a smart process (platform.md §7),
 * in his own name. Time that was entered afterwards begins and ends at one instant there, so it is
 * reckoned back from its end.
 *
 * @throws PortalRefusal
 */
export async function readTaskTime(
  frame: Pick<Frame, 'call'>,
  item: { entityTypeId: number; itemId: number },
  userId: number,
): Promise<TaskTime[]> {
  const link = `T${item.entityTypeId.toString(16)}_${String(item.itemId)}`
  const wanted = { filter: { UF_CRM_TASK: link }, select: ['ID', 'TITLE'] }
  const { tasks } = tasksSchema.parse(await frame.call('tasks.task.list', wanted))
  const times: TaskTime[] = []
  for (const task of tasks) {
    // The portal reads these by their order.
    const params = { TASKID: task.id, ORDER: { ID: 'asc' }, FILTER: { USER_ID: userId } }
    const spent = elapsedSchema.parse(await frame.call('task.elapseditem.getlist', params))
    for (const { ID: id, SECONDS: seconds, COMMENT_TEXT: comment, DATE_STOP: to } of spent)
      times.push({ id, taskTitle: task.title, comment, from: to - seconds * 1000, to })
  }
  return times.filter(({ from, to }) => to > from)
}

/** The same for the same record of the same portal, so that it is entered once. */
export async function taskTimeId(memberId: string, id: number): Promise<string> {
  const text = new TextEncoder().encode(`${memberId}:task-time:${String(id)}`)
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', text)).slice(0, 16)
  const hex = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}
