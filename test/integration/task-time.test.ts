import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readTaskTime, taskTimeId } from '../../client/bitrix/task-time.ts'
import { workLogSchema } from '../../shared/api/work-log.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'

const engineer = 5

/** «Взять из задачи», as the card reads it from the portal. */
describe('time spent on a linked task', () => {
  let bridge: Bridge
  let item = { entityTypeId: 0, itemId: 0 }

  beforeEach(async () => {
    bridge = await openBridge()
    await fileTicket(bridge.customer, { title: 'Нет печати', level: 2 })
    await bridge.world.settle()
    const entityTypeId = bridge.partner.session.portal.place?.entityTypeId ?? 0
    item = { entityTypeId, itemId: await bridge.mirrorOf() }
    bridge.world.clock.advance(6 * 60 * 60_000)
  })
  afterEach(() => bridge.world.stop())

  const addTask = async (link: string) => {
    const fields = { TITLE: 'Драйвер', RESPONSIBLE_ID: engineer, UF_CRM_TASK: [link] }
    const made = await bridge.partner.call('tasks.task.add', { fields })
    const id = (made as { task: { id: string } }).task.id
    const spent = { SECONDS: 1800, COMMENT_TEXT: 'Переустановили' }
    await bridge.partner.call('task.elapseditem.add', { TASKID: id, ARFIELDS: spent })
  }

  it('is that of this item’s tasks, reckoned back from its end, and is entered once', async () => {
    await addTask(`T${item.entityTypeId.toString(16)}_${String(item.itemId)}`)
    await addTask(`T${item.entityTypeId.toString(16)}_${String(item.itemId + 100)}`)
    const frame = { call: bridge.partner.call.bind(bridge.partner) }
    const times = await readTaskTime(frame, item, engineer)
    expect(times).toMatchObject([{ taskTitle: 'Драйвер', comment: 'Переустановили' }])
    const [time] = times
    if (!time) throw new Error('There is none')
    expect(time.to - time.from).toBe(1_800_000)

    const { memberId } = bridge.partner.session.portal
    const id = await taskTimeId(memberId, time.id)
    expect(await taskTimeId('another', time.id)).not.toBe(id)
    const { from, to, comment } = time
    const details = { onlyOutOfHours: false, questionIds: [], endsTimer: false }
    const work = { id, from, to, what: comment, ...details }
    const path = `/api/tickets/by-item/${String(item.itemId)}/work`
    await bridge.partner.post(path, workLogSchema, work)
    const { entries } = await bridge.partner.post(path, workLogSchema, work)
    expect(entries).toMatchObject([{ id, what: 'Переустановили', isOwn: true }])
  })
})
