import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Rest,
  type Sandbox,
  admin,
  prepareProcess,
  restAs,
  resultOf,
  startSandbox,
} from '../portal/sandbox.ts'

/** What the documentation does not speak of: kept out of recordings. */
let sandbox: Sandbox
let rest: Rest
let entityTypeId: number
beforeAll(async () => {
  sandbox = await startSandbox({ trafficFile: '' })
  rest = restAs(sandbox.portal, admin)
  entityTypeId = (await prepareProcess(rest)).entityTypeId
})
afterAll(() => sandbox.close())

describe('undocumented use', () => {
  it('passes over unknown and read-only fields of an item', async () => {
    const fields = { title: 'x', createdBy: 2, nonsense: 1, UF_CRM_1_TEXT: 'not this spelling' }
    const { item } = await resultOf<{ item: Record<string, unknown> }>(
      rest('crm.item.add', { entityTypeId, fields }),
    )
    expect(item).toMatchObject({ createdBy: admin, ufCrm1Text: null })
    expect(item).not.toHaveProperty('nonsense')
  })

  it('finds fields of a comment only in lower case', async () => {
    const { body } = await rest('crm.timeline.comment.add', { FIELDS: { COMMENT: 'x' } })
    expect(body['error']).toBe('100')
  })

  it('gets an echo of event.test', async () => {
    await resultOf(rest('event.bind', { event: 'ONAPPTEST', handler: sandbox.handlerUrl }))
    expect(await resultOf(rest('event.test', { any: 'x' }))).toBe(1)
    await sandbox.emulator.idle()
    expect(sandbox.events).toMatchObject([{ event: 'ONAPPTEST', data: { QUERY: { any: 'x' } } }])
  })

  it('is refused a tab on a smart process that is not there', async () => {
    const bind = (PLACEMENT: string) =>
      rest('placement.bind', { PLACEMENT, HANDLER: 'http://127.0.0.1:9/tab', TITLE: 'SLA' })
    const { status, body } = await bind('CRM_DYNAMIC_4444_DETAIL_TAB')
    expect([status, body['error']]).toEqual([200, 'ERROR_PLACEMENT_NOT_FOUND'])
    expect((await bind(`CRM_DYNAMIC_${entityTypeId}_DETAIL_TAB`)).body['result']).toBe(true)
  })
})
