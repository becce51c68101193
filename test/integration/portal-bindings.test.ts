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
let entityType: string
beforeAll(async () => {
  sandbox = await startSandbox()
  rest = restAs(sandbox.portal, admin)
  entityTypeId = (await prepareProcess(rest)).entityTypeId
  entityType = `dynamic_${entityTypeId}`
  for (const title of ['Первое', 'Второе', 'Третье']) {
    await resultOf(rest('crm.item.add', { entityTypeId, fields: { title } }))
  }
})
afterAll(() => sandbox.close())

describe('a comment of several elements', () => {
  const commentsOf = async (entityId: number) => {
    const filter = { ENTITY_ID: entityId, ENTITY_TYPE: entityType }
    const rows = await resultOf<{ COMMENT: string }[]>(
      rest('crm.timeline.comment.list', { filter }),
    )
    return rows.map(({ COMMENT }) => COMMENT)
  }

  it('is seen in the timeline of each, until it is unbound', async () => {
    const fields = { ENTITY_ID: 1, ENTITY_TYPE: entityType, COMMENT: 'общее' }
    const id = await resultOf<number>(rest('crm.timeline.comment.add', { fields }))
    const second = { fields: { OWNER_ID: id, ENTITY_ID: 2, ENTITY_TYPE: entityType } }
    await resultOf(rest('crm.timeline.bindings.bind', second))
    expect([await commentsOf(1), await commentsOf(2), await commentsOf(3)]).toEqual([
      ['общее'],
      ['общее'],
      [],
    ])
    expect((await rest('crm.timeline.bindings.bind', second)).body['error']).toBe('')
    const first = { fields: { OWNER_ID: id, ENTITY_ID: 1, ENTITY_TYPE: entityType } }
    await resultOf(rest('crm.timeline.bindings.unbind', first))
    expect([await commentsOf(1), await commentsOf(2)]).toEqual([[], ['общее']])
    expect(
      await resultOf(rest('crm.timeline.bindings.list', { filter: { OWNER_ID: id } })),
    ).toEqual([{ OWNER_ID: String(id), ENTITY_ID: '2', ENTITY_TYPE: entityType }])
    const last = await rest('crm.timeline.bindings.unbind', second)
    expect(last.body['error_description']).toContain('last binding')
  })
})

describe('an activity of several elements', () => {
  it('is bound, moved and loosened, but never from all', async () => {
    const { id } = await resultOf<{ id: number }>(
      rest('crm.activity.todo.add', {
        ownerTypeId: entityTypeId,
        ownerId: 1,
        deadline: '2026-03-03T10:00:00',
      }),
    )
    const place = (entityId: number) => ({ activityId: id, entityTypeId, entityId })
    await resultOf(rest('crm.activity.binding.add', place(2)))
    const again = await rest('crm.activity.binding.add', place(2))
    expect(again.body['error']).toBe('ACTIVITY_IS_ALREADY_BOUND')
    await resultOf(
      rest('crm.activity.binding.move', {
        activityId: id,
        sourceEntityTypeId: entityTypeId,
        sourceEntityId: 1,
        targetEntityTypeId: entityTypeId,
        targetEntityId: 3,
      }),
    )
    expect(await resultOf(rest('crm.activity.binding.list', { activityId: id }))).toEqual([
      { entityTypeId, entityId: 3 },
      { entityTypeId, entityId: 2 },
    ])
    await resultOf(
      rest('crm.activity.todo.updateDescription', {
        id,
        ownerTypeId: entityTypeId,
        ownerId: 2,
        value: 'и отсюда',
      }),
    )
    await resultOf(rest('crm.activity.binding.delete', place(3)))
    const errors = [
      await rest('crm.activity.binding.delete', place(1)),
      await rest('crm.activity.binding.delete', place(2)),
      await rest('crm.activity.binding.delete', { ...place(2), activityId: 99 }),
    ]
    expect(errors.map(({ body }) => body['error'])).toEqual([
      'BINDING_NOT_FOUND',
      'LAST_BINDING_CANNOT_BE_DELETED',
      'NOT_FOUND',
    ])
  })
})

describe('what an app brings along', () => {
  it('is a kind of field, which own fields may then be of', async () => {
    const type = { USER_TYPE_ID: 'pulse', HANDLER: sandbox.handlerUrl, TITLE: 'Пульс' }
    await resultOf(rest('userfieldtype.add', type))
    expect((await rest('userfieldtype.add', type)).body['error']).toBe('ERROR_CORE')
    await resultOf(rest('userfieldtype.update', { ...type, TITLE: 'Пульс портала' }))
    expect(await resultOf(rest('userfieldtype.list'))).toEqual([
      { ...type, TITLE: 'Пульс портала', DESCRIPTION: '' },
    ])
    const { field } = await resultOf<{ field: { userTypeId: string } }>(
      rest('userfieldconfig.add', {
        moduleId: 'crm',
        field: {
          entityId: 'CRM_1',
          fieldName: 'UF_CRM_1_PULSE',
          userTypeId: 'rest_5_pulse',
          editFormLabel: { ru: 'Пульс' },
        },
      }),
    )
    expect(field.userTypeId).toBe('rest_5_pulse')
    const stranger = await restAs(sandbox.portal, employee)('userfieldtype.delete', {
      USER_TYPE_ID: 'pulse',
    })
    expect(stranger.status).toBe(403)
    await resultOf(rest('userfieldtype.delete', { USER_TYPE_ID: 'pulse' }))
    expect((await rest('userfieldtype.delete', { USER_TYPE_ID: 'pulse' })).body['error']).toBe(
      'ERROR_NOT_FOUND',
    )
  })

  it('is an action of the workflow designer, apart from robots but of one stock of codes', async () => {
    const action = { CODE: 'count', HANDLER: sandbox.handlerUrl, NAME: 'Посчитать' }
    await resultOf(rest('bizproc.activity.add', action))
    expect((await rest('bizproc.robot.add', action)).body['error']).toBe(
      'ERROR_ACTIVITY_ALREADY_INSTALLED',
    )
    expect(await resultOf(rest('bizproc.activity.list'))).toEqual(['count'])
    expect(await resultOf(rest('bizproc.robot.list'))).toEqual([])
    expect((await rest('bizproc.robot.delete', { CODE: 'count' })).body['error']).toBe(
      'ERROR_ACTIVITY_NOT_FOUND',
    )
    const fields = { CODE: 'count', FIELDS: { USE_SUBSCRIPTION: 'N' } }
    await resultOf(rest('bizproc.activity.update', fields))
    const { eventToken } = sandbox.portal.runRobot('count', { entityTypeId, itemId: 1 })
    const note = { event_token: eventToken, log_message: 'считаю' }
    await resultOf(rest('bizproc.activity.log', note))
    expect((await rest('bizproc.activity.log', { ...note, log_message: '' })).body['error']).toBe(
      'ERROR_EMPTY_LOG_MESSAGE',
    )
    await sandbox.emulator.idle()
    await resultOf(rest('bizproc.activity.delete', { CODE: 'count' }))
  })

  it('is a trigger, pulled in the old way as well', async () => {
    await resultOf(rest('crm.automation.trigger.add', { CODE: 'paid', NAME: 'Оплачено' }))
    const stages = await resultOf<{ STATUS_ID: string }[]>(
      rest('crm.status.list', { filter: { '%ENTITY_ID': `DYNAMIC_${entityTypeId}_STAGE` } }),
    )
    const stageId = stages[2]?.STATUS_ID ?? ''
    sandbox.portal.placeTrigger('paid', stageId)
    const target = `DYNAMIC_${entityTypeId}_1`
    await resultOf(rest('crm.automation.trigger', { target, code: 'paid' }))
    expect(await resultOf(rest('crm.item.get', { entityTypeId, id: 1 }))).toMatchObject({
      item: { stageId },
    })
    const nobody = await rest('crm.automation.trigger', {
      target: `DYNAMIC_${entityTypeId}_99`,
      code: 'paid',
    })
    expect(nobody.body['error']).toBe('')
  })

  it('is a link to a file for everybody', async () => {
    const { ID } = await resultOf<{ ID: number }>(
      rest('disk.storage.uploadFile', {
        id: 1,
        data: { NAME: 'смета.txt' },
        fileContent: ['смета.txt', Buffer.from('итого').toString('base64')],
      }),
    )
    const link = await resultOf<string>(rest('disk.file.getExternalLink', { id: ID }))
    expect(await (await fetch(link)).text()).toBe('итого')
    expect((await fetch(`${link}x`)).status).toBe(404)
  })
})
