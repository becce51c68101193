import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Rest,
  type Sandbox,
  admin,
  employee,
  outsider,
  prepareProcess,
  restAs,
  restWith,
  resultOf,
  startSandbox,
} from '../portal/sandbox.ts'

let sandbox: Sandbox
let rest: Rest
let entityTypeId: number
beforeAll(async () => {
  sandbox = await startSandbox()
  rest = restAs(sandbox.portal, admin)
  entityTypeId = (await prepareProcess(rest)).entityTypeId
  for (const event of [
    'ONCRMDYNAMICITEMADD',
    'ONCRMDYNAMICITEMUPDATE',
    'ONCRMTIMELINECOMMENTADD',
    'ONAPPUNINSTALL',
    'ONAPPUPDATE',
  ]) {
    await resultOf(rest('event.bind', { event, handler: sandbox.handlerUrl }))
  }
})
afterAll(() => sandbox.close())

const arrived = async () => {
  await sandbox.emulator.idle()
  return sandbox.events.splice(0) as Record<string, Record<string, unknown>>[]
}
beforeEach(arrived)

const add = async (call: Rest) => {
  const { item } = await resultOf<{ item: { id: number } }>(
    call('crm.item.add', { entityTypeId, fields: { title: 'Новое' } }),
  )
  return item.id
}

describe('event', () => {
  it('says what happened and brings the tokens of who did it', async () => {
    const id = await add(restAs(sandbox.portal, employee))
    const [event, ...more] = await arrived()
    expect(more).toEqual([])
    expect(event).toMatchObject({
      event: 'ONCRMDYNAMICITEMADD',
      data: { FIELDS: { ID: String(id), ENTITY_TYPE_ID: String(entityTypeId) } },
      ts: String(Date.parse('2026-03-02T09:00:00+03:00') / 1000),
      auth: {
        domain: sandbox.portal.domain,
        member_id: sandbox.portal.memberId,
        user_id: '2',
        expires_in: '3600',
      },
    })
    const token = event?.['auth']?.['access_token'] as string
    const me = await restWith(sandbox.portal, token, { method: 'profile' })
    expect(me.body['result']).toMatchObject({ ID: '2' })
    expect(event?.['auth']).not.toHaveProperty('refresh_token')
    expect(event?.['auth']?.['application_token']).toMatch(/^[0-9a-f]{32}$/)
  })

  it('comes for changes in the portal itself, without tokens where the person has no app', async () => {
    const { body } = await sandbox.portal.callAsUser(outsider, 'crm.item.add', {
      entityTypeId,
      fields: {},
    })
    expect(body).not.toHaveProperty('error')
    const [event] = await arrived()
    expect(event?.['auth']).not.toHaveProperty('access_token')
    expect(event?.['auth']).toHaveProperty('application_token')
  })

  it('comes once for a change and never for none', async () => {
    const id = await add(rest)
    await arrived()
    const update = () => rest('crm.item.update', { entityTypeId, id, fields: { title: 'Другое' } })
    await update()
    await update()
    expect((await arrived()).map((one) => one['event'])).toEqual(['ONCRMDYNAMICITEMUPDATE'])
  })

  it('of a comment has two shapes', async () => {
    const id = await add(rest)
    await arrived()
    const fields = { ENTITY_TYPE: `dynamic_${entityTypeId}`, ENTITY_ID: id, COMMENT: 'x' }
    await rest('crm.timeline.comment.add', { fields })
    expect((await arrived())[0]).toMatchObject({
      event: 'ONCRMTIMELINECOMMENTADD',
      data: { FIELDS: { ID: '1' } },
    })
    sandbox.emulator.switches.commentEventShape = 'id'
    await rest('crm.timeline.comment.add', { fields })
    expect((await arrived())[0]).toMatchObject({
      event: 'onCrmTimelineCommentAdd',
      data: { ID: '2' },
    })
    sandbox.emulator.switches.commentEventShape = 'fields'
  })
})

describe('handler', () => {
  it('is bound once, listed and unbound', async () => {
    const handler = `${sandbox.handlerUrl}/other`
    const bind = () => rest('event.bind', { EVENT: 'onCrmTypeAdd', HANDLER: handler })
    expect(await resultOf(bind())).toBe(true)
    expect((await bind()).body['error']).toBe('ERROR_CORE')
    expect(await resultOf(rest('event.get'))).toContainEqual({
      event: 'ONCRMTYPEADD',
      handler,
      auth_type: '0',
      offline: 0,
    })
    expect(await resultOf(rest('event.unbind', { event: 'ONCRMTYPEADD', handler }))).toEqual({
      count: 1,
    })
    expect((await rest('event.bind', { event: 'ONNOTHING', handler })).body['error']).toBe(
      'ERROR_EVENT_NOT_FOUND',
    )
  })

  it('must be https with a domain on a strict portal', async () => {
    const strict = await startSandbox({ isStrict: true, trafficFile: '' })
    const call = restAs(strict.portal, admin)
    const error = async (handler: string) =>
      (await call('event.bind', { event: 'ONAPPTEST', handler })).body['error']
    expect(await error(strict.handlerUrl)).toBe('ERROR_UNSUPPORTED_PROTOCOL')
    expect(await error('https://localhost/events')).toBe('ERROR_WRONG_HANDLER_URL')
    expect(await error('https://sla.example.ru/events')).toBeUndefined()
    await strict.close()
  })

  it('waits for installFinish', async () => {
    const { box } = sandbox
    box.installApp(admin)
    const call = restAs(box, admin)
    const other = (await prepareProcess(call)).entityTypeId
    await resultOf(
      call('event.bind', { event: 'ONCRMDYNAMICITEMADD', handler: sandbox.handlerUrl }),
    )
    await resultOf(
      call('placement.bind', {
        PLACEMENT: `CRM_DYNAMIC_${other}_DETAIL_TAB`,
        HANDLER: 'http://127.0.0.1:9/tab',
        TITLE: 'SLA',
      }),
    )
    await call('crm.item.add', { entityTypeId: other, fields: {} })
    expect(await arrived()).toEqual([])
    expect(box.placements(employee)).toEqual([])
    box.finishInstall(employee)
    expect(box.app.isFinished).toBe(false)
    box.finishInstall(admin)
    await call('crm.item.add', { entityTypeId: other, fields: {} })
    expect(await arrived()).toHaveLength(1)
    expect(box.placements(employee)).toHaveLength(1)
    expect(box.placements(outsider)).toEqual([])
    const tab = box.frameFields(employee, {
      placement: `CRM_DYNAMIC_${other}_DETAIL_TAB`,
      options: { ID: '1' },
      uri: '/x',
    })
    expect(tab.action).toContain(
      `http://127.0.0.1:9/tab?DOMAIN=${encodeURIComponent(box.domain)}&PROTOCOL=0&LANG=ru&APP_SID=`,
    )
    expect(JSON.parse(tab.fields['PLACEMENT_OPTIONS'] ?? '')).toEqual({ ID: '1', URI: '/x' })
    expect(
      await resultOf(call('placement.unbind', { PLACEMENT: `CRM_DYNAMIC_${other}_DETAIL_TAB` })),
    ).toEqual({ count: 2 })
  })
})

describe('life of the app', () => {
  it('wipes handlers on update and everything on removal', async () => {
    const { portal } = sandbox
    const before = portal.frameFields(admin, { placement: 'DEFAULT' }).fields['APPLICATION_TOKEN']
    portal.updateApp(admin, 2)
    const [update] = await arrived()
    expect(update).toMatchObject({
      event: 'ONAPPUPDATE',
      data: { VERSION: '2', PREVIOUS_VERSION: '1' },
    })
    expect(update?.['auth']).toHaveProperty('refresh_token')
    expect(update?.['auth']?.['application_token']).not.toBe(before)
    expect(await resultOf(rest('event.get'))).toEqual([])

    await resultOf(rest('event.bind', { event: 'ONAPPUNINSTALL', handler: sandbox.handlerUrl }))
    portal.uninstallApp(admin)
    const [gone] = await arrived()
    expect(gone).toMatchObject({ event: 'ONAPPUNINSTALL', data: { CLEAN: '1' } })
    expect(gone?.['auth']).not.toHaveProperty('access_token')
    expect((await rest('profile')).body['error']).toBe('invalid_token')
  })
})
