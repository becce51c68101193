import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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
beforeEach(async () => {
  sandbox = await startSandbox()
  rest = restAs(sandbox.portal, admin)
  entityTypeId = (await prepareProcess(rest)).entityTypeId
})
afterEach(() => sandbox.close())

type Taken = {
  process_id: string | null
  events: { ID: string; EVENT_NAME: string; MESSAGE_ID: string }[]
}
const bind = (more = {}) =>
  resultOf(
    rest('event.bind', {
      event: 'ONCRMDYNAMICITEMUPDATE',
      handler: sandbox.handlerUrl,
      event_type: 'offline',
      ...more,
    }),
  )
const take = (params = {}) => resultOf<Taken>(rest('event.offline.get', params))
const change = (title: string, more = {}) =>
  rest('crm.item.update', { entityTypeId, id: 1, fields: { title }, ...more })

describe('offline queue', () => {
  beforeEach(async () => {
    await rest('crm.item.add', { entityTypeId, fields: { title: 'Новое' } })
  })

  it('keeps one record an object and gives it once', async () => {
    await bind()
    await change('а')
    await change('б')
    expect((await take()).events).toHaveLength(1)
    expect(await take()).toEqual({ process_id: null, events: [] })
  })

  it('reserves a batch until it is confirmed', async () => {
    await bind()
    await change('а')
    const { process_id, events } = await take({ clear: 0 })
    expect(events).toHaveLength(1)
    expect((await take({ clear: 0 })).events).toEqual([])
    await change('б')
    const list = await resultOf<{ PROCESS_ID: string }[]>(rest('event.offline.list'))
    expect(list.map((record) => record.PROCESS_ID)).toEqual([process_id, ''])
    expect(await resultOf(rest('event.offline.clear', { process_id }))).toBe(true)
    expect(await resultOf<unknown[]>(rest('event.offline.list'))).toHaveLength(1)
  })

  it('shows again what was marked as failed', async () => {
    await bind()
    await change('а')
    const { process_id, events } = await take({ clear: 0 })
    await resultOf(rest('event.offline.error', { process_id, message_id: [events[0]?.MESSAGE_ID] }))
    expect((await take({ process_id, error: 1, clear: 0 })).events).toHaveLength(1)
  })

  it('is silent about changes of its own connector', async () => {
    await bind({ auth_connector: 'sla' })
    await change('своё', { auth_connector: 'sla' })
    expect((await take({ auth_connector: 'sla' })).events).toEqual([])
    await change('чужое')
    expect((await take()).events).toEqual([])
    expect((await take({ auth_connector: 'sla' })).events).toHaveLength(1)
  })

  it('calls ONOFFLINEEVENT, not oftener than asked', async () => {
    await bind()
    await resultOf(
      rest('event.bind', {
        event: 'ONOFFLINEEVENT',
        handler: sandbox.handlerUrl,
        options: { minTimeout: 5 },
      }),
    )
    await change('а')
    await change('б')
    sandbox.advance(5000)
    await change('в')
    await sandbox.emulator.idle()
    expect(sandbox.events.map((event) => event['event'])).toEqual([
      'ONOFFLINEEVENT',
      'ONOFFLINEEVENT',
    ])
    expect(sandbox.events[0]?.['auth']).toHaveProperty('refresh_token')
  })

  it('belongs to the administrator', async () => {
    const { status, body } = await restAs(sandbox.portal, employee)('event.offline.get')
    expect([status, body['error']]).toEqual([403, 'ACCESS_DENIED'])
  })
})

describe('robot and trigger', () => {
  it('call the handler and take an answer once it has the token', async () => {
    await resultOf(
      rest('bizproc.robot.add', {
        CODE: 'pause',
        HANDLER: sandbox.handlerUrl,
        NAME: 'Пауза',
        AUTH_USER_ID: admin,
      }),
    )
    const { eventToken } = sandbox.portal.runRobot('pause', {
      entityTypeId,
      itemId: 7,
      properties: { reason: 'ждём' },
    })
    await sandbox.emulator.idle()
    expect(sandbox.events[0]).toMatchObject({
      code: 'pause',
      event_token: eventToken,
      document_id: [
        'crm',
        'Bitrix\\Crm\\Integration\\BizProc\\Document\\Dynamic',
        `DYNAMIC_${entityTypeId}_7`,
      ],
      properties: { reason: 'ждём' },
      use_subscription: 'Y',
    })
    const answer = { event_token: eventToken, return_values: { ok: 'Y' } }
    expect(await resultOf(rest('bizproc.event.send', answer))).toBe(true)
    const wrong = await rest('bizproc.event.send', { event_token: 'x' })
    expect([wrong.status, wrong.body['error']]).toEqual([403, 'ACCESS_DENIED'])
  })

  it('move an item only where an administrator has placed the trigger', async () => {
    const { item } = await resultOf<{ item: { id: number; stageId: string } }>(
      rest('crm.item.add', { entityTypeId, fields: {} }),
    )
    await resultOf(rest('crm.automation.trigger.add', { CODE: 'done', NAME: 'Готово' }))
    const execute = () =>
      resultOf(
        rest('crm.automation.trigger.execute', {
          CODE: 'done',
          OWNER_TYPE_ID: entityTypeId,
          OWNER_ID: item.id,
        }),
      )
    const stage = async () => {
      const read = await resultOf<{ item: { stageId: string } }>(
        rest('crm.item.get', { entityTypeId, id: item.id }),
      )
      return read.item.stageId
    }
    await execute()
    expect(await stage()).toBe(item.stageId)
    sandbox.portal.placeTrigger('done', item.stageId.replace('NEW', 'SUCCESS'))
    await execute()
    expect(await stage()).toMatch(/:SUCCESS$/)
  })
})
