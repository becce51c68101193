import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Rest,
  type Sandbox,
  admin,
  employee,
  prepareProcess,
  restAs,
  resultOf,
  startSandbox,
} from '../portal/sandbox.ts'

let sandbox: Sandbox
let rest: Rest
let entityTypeId: number
let ownerId: number
beforeAll(async () => {
  sandbox = await startSandbox()
  rest = restAs(sandbox.portal, admin)
  entityTypeId = (await prepareProcess(rest)).entityTypeId
  const fields = { title: 'Касса не печатает' }
  const { item } = await resultOf<{ item: { id: number } }>(
    rest('crm.item.add', { entityTypeId, fields }),
  )
  ownerId = item.id
})
afterAll(() => sandbox.close())

const gif = 'R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw=='
const asEmployee: Rest = (method, params) => restAs(sandbox.portal, employee)(method, params)
const comment = (fields: Record<string, unknown>) => ({
  fields: { ENTITY_TYPE: `dynamic_${entityTypeId}`, ENTITY_ID: ownerId, ...fields },
})

describe('comment', () => {
  it('is written, read, listed, changed and removed', async () => {
    const id = await resultOf<number>(
      asEmployee(
        'crm.timeline.comment.add',
        comment({ COMMENT: 'Смотрим', FILES: [['1.gif', gif]] }),
      ),
    )
    type Read = {
      ID: string
      AUTHOR_ID: string
      FILES: Record<string, { id: number; name: string; urlDownload: string }>
    }
    const read = await resultOf<Read>(rest('crm.timeline.comment.get', { id }))
    expect(read).toMatchObject({
      ID: String(id),
      AUTHOR_ID: '2',
      COMMENT: 'Смотрим',
      ENTITY_TYPE: `dynamic_${entityTypeId}`,
    })

    const [file] = Object.values(read.FILES)
    expect(file).toMatchObject({ name: '1.gif', image: { width: 1, height: 1 } })
    expect((await fetch(file?.urlDownload ?? '')).status).toBe(401)
    const disk = await resultOf<{ DOWNLOAD_URL: string }>(rest('disk.file.get', { id: file?.id }))
    const download = await fetch(disk.DOWNLOAD_URL)
    expect(Buffer.from(await download.arrayBuffer()).toString('base64')).toBe(gif)

    const filter = { ENTITY_TYPE: `dynamic_${entityTypeId}`, ENTITY_ID: ownerId }
    expect(await resultOf(rest('crm.timeline.comment.list', { filter, select: ['ID'] }))).toEqual([
      { ID: String(id) },
    ])
    expect(
      (await rest('crm.timeline.comment.list', { filter: { ENTITY_ID: ownerId } })).body['error'],
    ).toBe('')

    expect(await resultOf(rest('crm.timeline.comment.list', { filter }))).toMatchObject([
      { COMMENT: 'Смотрим' },
    ])

    const changed = await resultOf<number>(
      rest('crm.timeline.comment.update', { id, fields: { COMMENT: 'Починили', FILES: [] } }),
    )
    expect(changed).toBe(id)
    expect(await resultOf<Read>(rest('crm.timeline.comment.get', { id }))).toMatchObject({
      COMMENT: 'Починили',
      FILES: [],
    })
    expect(await resultOf(rest('crm.timeline.comment.delete', { id }))).toBeNull()
    expect((await rest('crm.timeline.comment.get', { id })).body['error']).toBe('')
  })

  it('needs an item and a text', async () => {
    const error = async (params: Record<string, unknown>) =>
      (await rest('crm.timeline.comment.add', params)).body['error']
    expect(await error(comment({ ENTITY_ID: 999, COMMENT: 'x' }))).toBe('OWNER_NOT_FOUND')
    expect(await error(comment({ COMMENT: ' ' }))).toBe('INVALID_ARG_VALUE')
  })

  it("moves the item's last activity and is no change of the item", async () => {
    sandbox.advance(5 * 60_000)
    await resultOf(asEmployee('crm.timeline.comment.add', comment({ COMMENT: 'Ещё' })))
    const { item } = await resultOf<{ item: unknown }>(
      rest('crm.item.get', { entityTypeId, id: ownerId }),
    )
    expect(item).toMatchObject({
      lastActivityBy: employee,
      lastActivityTime: '2026-03-02T09:05:00+03:00',
      updatedTime: '2026-03-02T09:00:00+03:00',
    })
  })
})

describe('status line', () => {
  it('is a log message', async () => {
    const fields = {
      entityTypeId,
      entityId: ownerId,
      title: 'SLA',
      text: 'Реакция до 10:00',
      iconCode: 'info',
    }
    const { logMessage } = await resultOf<{ logMessage: { id: number } }>(
      rest('crm.timeline.logmessage.add', { fields }),
    )
    expect(
      await resultOf(rest('crm.timeline.logmessage.get', { id: logMessage.id })),
    ).toMatchObject({
      logMessage: { title: 'SLA', authorId: admin, iconCode: 'info' },
    })
    const list = await resultOf<unknown[]>(
      rest('crm.timeline.logmessage.list', { entityTypeId, entityId: ownerId }),
    )
    expect(list).toHaveLength(1)
    expect(await resultOf(rest('crm.timeline.logmessage.delete', { id: logMessage.id }))).toBe(true)
  })
})

describe('activity', () => {
  const layout = {
    icon: { code: 'call' },
    header: { title: 'Реакция', tags: { state: { title: 'идёт', type: 'primary' } } },
    body: {
      logo: { code: 'call' },
      blocks: { text: { type: 'text', properties: { value: 'до 10:00' } } },
    },
  }
  const add = (more: Record<string, unknown>, call = rest) =>
    call('crm.activity.configurable.add', {
      ownerTypeId: entityTypeId,
      ownerId,
      fields: {},
      layout,
      ...more,
    })

  it('is shown by our layout and changed by us alone', async () => {
    const { activity } = await resultOf<{ activity: { id: number } }>(
      add({ fields: { deadline: '2026-03-02T10:00:00+03:00', originId: 'x' } }),
    )
    const { id } = activity
    await resultOf(
      rest('crm.activity.configurable.update', { id, fields: { completed: true }, layout }),
    )
    expect(await resultOf(rest('crm.activity.configurable.get', { id }))).toMatchObject({
      activity: {
        ownerId,
        fields: { completed: true, deadline: '2026-03-02T10:00:00+03:00', originId: 'x' },
      },
    })
    const session = await sandbox.portal.callAsUser(admin, 'crm.activity.configurable.get', { id })
    expect(session.body['error']).toBe('ERROR_WRONG_CONTEXT')
  })

  it.each([
    ['no layout', { layout: {} }, 'ERROR_EMPTY_LAYOUT'],
    ['no body', { layout: { ...layout, body: undefined } }, 'FIELD_IS_REQUIRED'],
    [
      'three tags',
      { layout: { ...layout, header: { title: 'x', tags: { a: {}, b: {}, c: {} } } } },
      'TOO_MANY_ITEMS',
    ],
    [
      'an unknown block',
      { layout: { ...layout, body: { ...layout.body, blocks: { a: { type: 'x' } } } } },
      'ENUM_FIELD',
    ],
    [
      'an incoming deadline',
      { fields: { isIncomingChannel: 'Y', deadline: '2026-03-03' } },
      'INCOMING_ACTIVITY_CAN_NOT_BE_WITH_DEADLINE',
    ],
  ])('is refused with %s', async (_case, more, code) => {
    expect((await add(more)).body['error']).toBe(code)
  })

  it('can be a plain to-do', async () => {
    const todo = {
      ownerTypeId: entityTypeId,
      ownerId,
      deadline: '2026-03-03T10:00:00+03:00',
      title: 'Позвонить',
    }
    expect(await resultOf(rest('crm.activity.todo.add', todo))).toMatchObject({
      id: expect.any(Number) as number,
    })
  })
})

describe('robots, triggers, notifications', () => {
  it('are registered by the administrator through the app', async () => {
    const robot = {
      CODE: 'sla_pause',
      HANDLER: 'http://127.0.0.1:9/robots',
      NAME: { ru: 'Пауза' },
      AUTH_USER_ID: admin,
    }
    expect(await resultOf(rest('bizproc.robot.add', robot))).toBe(true)
    expect((await rest('bizproc.robot.add', robot)).body['error']).toBe(
      'ERROR_ACTIVITY_ALREADY_INSTALLED',
    )
    expect(
      (await rest('bizproc.robot.add', { ...robot, CODE: 'b', HANDLER: 'http://other.example/r' }))
        .body['error'],
    ).toBe('ERROR_WRONG_HANDLER_URL')
    expect(await resultOf(rest('bizproc.robot.list'))).toEqual(['sla_pause'])
    expect((await asEmployee('bizproc.robot.list')).body['error']).toBe('ACCESS_DENIED')

    await resultOf(rest('crm.automation.trigger.add', { CODE: 'sla.breach', NAME: 'Нарушение' }))
    await resultOf(rest('crm.automation.trigger.add', { CODE: 'sla.breach', NAME: 'Срок нарушен' }))
    expect(await resultOf(rest('crm.automation.trigger.list'))).toEqual([
      { NAME: 'Срок нарушен', CODE: 'sla.breach' },
    ])
    expect(
      await resultOf(
        rest('crm.automation.trigger.execute', {
          CODE: 'sla.breach',
          OWNER_TYPE_ID: entityTypeId,
          OWNER_ID: ownerId,
        }),
      ),
    ).toBe(true)
  })

  it('notify persons', async () => {
    expect(
      await resultOf(
        rest('im.notify.personal.add', { USER_ID: employee, MESSAGE: 'Срок близко', TAG: 't' }),
      ),
    ).toBe(1001)
    expect(
      await resultOf(rest('im.notify.system.add', { USER_ID: employee, MESSAGE: 'Срок вышел' })),
    ).toBe(1002)
    expect(
      (await rest('im.notify.system.add', { USER_ID: employee, MESSAGE: '' })).body['error'],
    ).toBe('MESSAGE_EMPTY')
  })
})
