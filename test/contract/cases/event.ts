import { z } from 'zod'
import { type Family } from '../family.ts'
import { bearing } from '../shape.ts'

const done = z.literal(true)

export const eventCases: Family = {
  name: 'events',
  needs: 'app',
  async play({ call, read, removal, refuse, target }) {
    const handler = target.sandbox?.handlerUrl ?? 'https://sla-desk.example.test/contract/'
    const event = 'ONCRMDYNAMICITEMADD'
    await call('event.bind', { event, handler }, done)
    const count = z.object({ count: z.number().min(1) })
    const unbind = removal('event.unbind', { event, handler }, count)
    const bound = bearing('event handler auth_type offline', { offline: z.number() })
    await read('event.get', {}, z.array(bound).min(1))
    await read('events', { SCOPE: 'user' }, z.array(z.string()))
    await unbind()
    await call('event.test', { any: 'data' }, z.literal(1))
    await refuse(
      'event.bind',
      { event: 'ONNOSUCHEVENT', handler },
      { status: 400, error: 'ERROR_EVENT_NOT_FOUND' },
    )
  },
}

const message = 'ID TIMESTAMP_X EVENT_NAME EVENT_DATA EVENT_ADDITIONAL MESSAGE_ID'

export const offlineEventCases: Family = {
  name: 'offline events',
  needs: 'emulator',
  async play({ call, read, removal, target }, { entityTypeId, itemId }) {
    const event = 'ONCRMDYNAMICITEMUPDATE'
    const bind = { event, event_type: 'offline', handler: '' }
    await call('event.bind', bind, done)
    const unbind = removal('event.unbind', bind, z.object({ count: z.literal(1) }))
    for (const title of ['Касса всё ещё молчит', 'Касса молчит']) {
      await call('crm.item.update', { entityTypeId, id: itemId, fields: { title } }, z.unknown())
    }
    await target.sandbox?.emulator.idle()
    const queued = bearing(`${message} PROCESS_ID ERROR`, {})
    const filter = { ERROR: 0 }
    await read('event.offline.list', { filter, order: { ID: 'DESC' } }, z.tuple([queued]))

    const taken = z.object({
      process_id: z.string(),
      events: z.tuple([bearing(message, { MESSAGE_ID: z.string() })]),
    })
    const { process_id, events } = await call('event.offline.get', { clear: 0 }, taken)
    const [{ MESSAGE_ID }] = events
    await call('event.offline.error', { process_id, message_id: [MESSAGE_ID] }, done)
    await call('event.offline.clear', { process_id }, done)
    const none = z.object({ process_id: z.null(), events: z.tuple([]) })
    await read('event.offline.get', {}, none)
    await unbind()
  },
}
