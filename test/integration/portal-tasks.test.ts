import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Rest,
  type Sandbox,
  admin,
  employee,
  prepareProcess,
  restAs,
  restWith,
  resultOf,
  roleless,
  startSandbox,
} from '../portal/sandbox.ts'

let sandbox: Sandbox
let rest: Rest
beforeAll(async () => {
  sandbox = await startSandbox()
  rest = restAs(sandbox.portal, admin)
})
afterAll(() => sandbox.close())

type Task = Record<string, unknown> & { id: string }

const addTask = async (fields: Record<string, unknown>): Promise<Task> => {
  const given = { TITLE: 'Перезвонить', RESPONSIBLE_ID: employee, ...fields }
  return (await resultOf<{ task: Task }>(rest('tasks.task.add', { fields: given }))).task
}

describe('a task', () => {
  it('is bound to an element and a file, told in texts, closed', async () => {
    const { entityTypeId } = await prepareProcess(rest)
    const { ID: fileId } = await resultOf<{ ID: number }>(
      rest('disk.storage.uploadFile', {
        id: 1,
        data: { NAME: 'лог.txt' },
        fileContent: ['лог.txt', 'aGk='],
      }),
    )
    const link = `T${entityTypeId.toString(16)}_1`
    const task = await addTask({
      DEADLINE: '2026-03-03T12:00:00',
      UF_CRM_TASK: [link],
      UF_TASK_WEBDAV_FILES: [`n${fileId}`],
    })
    expect(task).toMatchObject({
      id: '1',
      createdBy: '1',
      responsibleId: '2',
      status: '2',
      deadline: '2026-03-03T12:00:00+03:00',
      parentId: null,
      responsible: { id: '2', name: 'Егор Сотрудников' },
    })
    const select = ['ID', 'UF_CRM_TASK', 'UF_TASK_WEBDAV_FILES']
    const found = await resultOf(rest('tasks.task.get', { taskId: 1, select }))
    expect(found).toMatchObject({
      task: { id: '1', ufCrmTask: [link], ufTaskWebdavFiles: [fileId] },
    })
    const done = await resultOf(rest('tasks.task.update', { taskId: 1, fields: { STATUS: 5 } }))
    expect(done).toMatchObject({ task: { status: '5', closedBy: '1' } })
  })

  it('is told by events and gone when deleted', async () => {
    for (const event of ['ONTASKADD', 'ONTASKUPDATE', 'ONTASKDELETE']) {
      await resultOf(rest('event.bind', { event, handler: sandbox.handlerUrl }))
    }
    const { id } = await addTask({})
    const fields = { TITLE: 'Перезвонить ещё раз' }
    // The queue keeps no order between events that wait together.
    await sandbox.emulator.idle()
    await resultOf(rest('tasks.task.update', { taskId: id, fields }))
    await sandbox.emulator.idle()
    expect(await resultOf(rest('tasks.task.delete', { taskId: id }))).toEqual({ task: true })
    await sandbox.emulator.idle()
    expect(sandbox.events.map(({ event, data }) => [event, data])).toEqual([
      [
        'ONTASKADD',
        {
          FIELDS_BEFORE: 'undefined',
          FIELDS_AFTER: { ID: id },
          IS_ACCESSIBLE_BEFORE: 'N',
          IS_ACCESSIBLE_AFTER: 'undefined',
        },
      ],
      ['ONTASKUPDATE', expect.objectContaining({ FIELDS_BEFORE: { ID: id } })],
      [
        'ONTASKDELETE',
        expect.objectContaining({ FIELDS_AFTER: 'undefined', IS_ACCESSIBLE_AFTER: 'N' }),
      ],
    ])
    expect((await rest('tasks.task.get', { taskId: id })).body['error']).toBe('0')
  })

  it('is listed for those who take part in it', async () => {
    const { id } = await addTask({ TITLE: 'Проверить связь', PRIORITY: 2 })
    const request = {
      filter: { '!STATUS': 5, '%TITLE': 'связь' },
      select: ['ID', 'TITLE', 'PRIORITY', 'STATUS'],
    }
    const idsOf = async (userId: number) => {
      const answer = restAs(sandbox.portal, userId)('tasks.task.list', request)
      return (await resultOf<{ tasks: Task[] }>(answer)).tasks.map((task) => task.id)
    }
    expect(await idsOf(employee)).toEqual([id])
    expect(await idsOf(roleless)).toEqual([])
    const strange = await restAs(sandbox.portal, roleless)('tasks.task.get', { taskId: id })
    expect([strange.status, strange.body['error']]).toEqual([400, '0'])
  })

  it.each([
    [{ TITLE: '' }, 'ERROR_CORE'],
    [{ TITLE: 'x', RESPONSIBLE_ID: 99 }, 'ERROR_CORE'],
    [{ TITLE: 'x', RESPONSIBLE_ID: 2, PRIORITY: 7 }, 'ERROR_CORE'],
    [{ TITLE: 'x', RESPONSIBLE_ID: 2, DEADLINE: 'morgen' }, 'ERROR_CORE'],
    [{ TITLE: 'x', RESPONSIBLE_ID: 2, UF_TASK_WEBDAV_FILES: ['n999'] }, 'ERROR_CORE'],
    [undefined, '100'],
  ])('is refused with %j', async (fields, code) => {
    expect((await rest('tasks.task.add', { fields })).body['error']).toBe(code)
  })
})

describe('time spent on a task', () => {
  it('is written down in the order of arguments, whatever they are called', async () => {
    const { id } = await addTask({})
    const { accessToken } = sandbox.portal.issueTokens(employee)
    const call = (method: string, args: Record<string, unknown>) =>
      restWith(sandbox.portal, accessToken, { method, params: args })
    const fields = { SECONDS: 150, COMMENT_TEXT: 'разбирал журнал' }
    const entry = await resultOf<number>(call('task.elapseditem.add', { 0: id, 1: fields }))
    const swapped = await call('task.elapseditem.add', { ARFIELDS: fields, TASKID: id })
    expect(swapped.body['error']).toBe('ERROR_CORE')
    const rows = await resultOf(
      call('task.elapseditem.getlist', { 0: id, 1: { ID: 'desc' }, 2: { USER_ID: employee } }),
    )
    expect(rows).toMatchObject([{ ID: String(entry), TASK_ID: id, SECONDS: '150', MINUTES: '2' }])
    const longer = { ...fields, SECONDS: 240 }
    await resultOf(call('task.elapseditem.update', { 0: id, 1: entry, 2: longer }))
    expect(await resultOf(call('task.elapseditem.get', { 0: id, 1: entry }))).toMatchObject([
      { SECONDS: '240' },
    ])
    await resultOf(call('task.elapseditem.delete', { 0: id, 1: entry }))
    expect((await call('task.elapseditem.get', { 0: id, 1: entry })).body['error']).toBe(
      'ERROR_CORE',
    )
  })
})

describe('a working day', () => {
  it('follows the calendar of the portal', async () => {
    const own = await startSandbox({
      portals: [
        {
          name: 'half-past',
          edition: 'cloud',
          users: [{ id: 1, name: 'Анна', isAdmin: true }],
          calendar: { workTimeStart: '9.30', workTimeEnd: '18', weekHolidays: ['SU'] },
        },
        { name: 'cloud', edition: 'cloud', users: [{ id: 1, name: 'Анна', isAdmin: true }] },
        { name: 'box', edition: 'box', users: [] },
      ],
    })
    const portal = own.emulator.portal('half-past')
    portal.installApp(admin)
    const ask = restAs(portal, admin)
    expect(await resultOf(ask('timeman.settings', { USER_ID: 1 }))).toMatchObject({
      UF_TM_MAX_START: '09:45:00',
      UF_TM_MIN_FINISH: '17:45:00',
    })
    expect(await resultOf(ask('timeman.schedule.get', { id: 1 }))).toMatchObject({
      SHIFTS: [{ WORK_TIME_START: 34_200, WORK_TIME_END: 64_800, WORK_DAYS: '123456' }],
    })
    expect(await resultOf(ask('timeman.status'))).toMatchObject({
      STATUS: 'CLOSED',
      TIME_START: '2026-03-02T09:30:00+03:00',
    })
    await own.close()
  })

  it("is one's own business", async () => {
    const other = await restAs(sandbox.portal, employee)('timeman.status', { USER_ID: admin })
    expect(other.body['error_description']).toBe('Access denied.')
  })
})
