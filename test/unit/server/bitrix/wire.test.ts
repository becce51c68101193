import { describe, expect, it } from 'vitest'
import {
  bxBool,
  bxId,
  bxInstant,
  bxInt,
  bxList,
  bxMap,
} from '../../../../server/bitrix/rest-values.ts'
import { eventSchema, framePostSchema } from '../../../../server/bitrix/wire.ts'

const auth = {
  member_id: 'a223c6b3710f85df22e9377d6c4f7553',
  application_token: '51856fefc120afa4b628cc82d3935cce',
  server_endpoint: 'https://oauth.bitrix.info/rest/',
}
const read = (event: string, data: unknown, more = {}) =>
  eventSchema.safeParse({ event, data, ts: '1723534033', auth: { ...auth, ...more } }).data

describe('values of REST', () => {
  it('are read in every spelling that portals use', () => {
    expect([bxInt.parse(7), bxInt.parse('7'), bxInt.safeParse('7.5').success]).toEqual([
      7,
      7,
      false,
    ])
    expect([null, '', 0, '0', undefined, '12', 12].map((id) => bxId.parse(id))).toEqual([
      null,
      null,
      null,
      null,
      null,
      12,
      12,
    ])
    expect(['Y', '1', 1, true, 'true'].every((value) => bxBool.parse(value))).toBe(true)
    expect(['N', '0', 0, false, '', null, undefined].some((value) => bxBool.parse(value))).toBe(
      false,
    )
    expect(bxInstant.parse('2024-07-23T10:45:54+02:00')).toBe(Date.UTC(2024, 6, 23, 8, 45, 54))
    expect(bxInstant.parse('2024-07-23T10:45:54+0200')).toBe(Date.UTC(2024, 6, 23, 8, 45, 54))
    // Without an offset nobody knows which time it is.
    expect(bxInstant.safeParse('2024-07-23T10:45:54').success).toBe(false)
    expect([bxMap.parse([]), bxMap.parse({ a: 1 }), bxMap.parse(['x'])]).toEqual([
      {},
      { a: 1 },
      { 0: 'x' },
    ])
    expect([[1], { 930: 1 }, { id: 1 }, null, [], false].map((list) => bxList.parse(list))).toEqual(
      [[1], [1], [{ id: 1 }], [], [], []],
    )
  })
})

describe('an event', () => {
  it('of an item names it, with and without the type in its name, in any letter case', () => {
    const data = { FIELDS: { ID: '22', ENTITY_TYPE_ID: '1220' } }
    const item = { itemId: 22, entityTypeId: 1220, memberId: auth.member_id }

    expect(read('ONCRMDYNAMICITEMADD', data)).toMatchObject({ ...item, kind: 'itemAdded' })
    expect(read('ONCRMDYNAMICITEMUPDATE_1220', data)).toMatchObject({
      ...item,
      kind: 'itemUpdated',
    })
    expect(read('onCrmDynamicItemDelete', data)).toMatchObject({ ...item, kind: 'itemDeleted' })
  })

  it('of a comment names it in both shapes', () => {
    expect(read('onCrmTimelineCommentAdd', { ID: '999' })).toMatchObject({
      kind: 'commentAdded',
      commentId: 999,
    })
    expect(read('ONCRMTIMELINECOMMENTDELETE', { FIELDS: { ID: '999' } })).toMatchObject({
      kind: 'commentDeleted',
      commentId: 999,
    })
  })

  it('of the app’s life carries what there is of proofs', () => {
    expect(read('ONAPPUNINSTALL', { CLEAN: '1' })).toMatchObject({
      kind: 'uninstalled',
      clean: true,
      applicationToken: auth.application_token,
      accessToken: null,
    })
    expect(read('ONAPPUNINSTALL', { CLEAN: '0' })).toMatchObject({ clean: false })
    expect(read('ONAPPUPDATE', {}, { refresh_token: 'r' })).toMatchObject({
      kind: 'updated',
      refreshToken: 'r',
    })
    expect(read('ONAPPPAYMENT', {}, { application_token: undefined })).toMatchObject({
      kind: 'paymentChanged',
      applicationToken: null,
    })
    expect(read('ONSOMETHINGNEW', undefined)).toMatchObject({ kind: 'other' })
  })

  it('that does not say what it is about, or whose it is, is none', () => {
    expect(read('ONCRMDYNAMICITEMADD', { FIELDS: { ID: '22' } })).toBeUndefined()
    expect(
      read('ONCRMDYNAMICITEMADD', { FIELDS: { ID: '-1', ENTITY_TYPE_ID: '2' } }),
    ).toBeUndefined()
    expect(read('ONCRMTIMELINECOMMENTADD', [])).toBeUndefined()
    expect(read('ONAPPUPDATE', {}, { member_id: '../x' })).toBeUndefined()
    expect(eventSchema.safeParse(undefined).success).toBe(false)
    expect(eventSchema.safeParse({ event: ['a'], auth }).success).toBe(false)
  })
})

describe('a frame POST', () => {
  it('tells which OAuth server and which portal to ask', () => {
    const post = framePostSchema.parse({
      AUTH_ID: 'a',
      SERVER_ENDPOINT: 'https://oauth.bitrix24.tech/rest/',
      APPLICATION_TOKEN: '',
      member_id: auth.member_id,
      PLACEMENT: 'CRM_DYNAMIC_1036_DETAIL_TAB',
      PLACEMENT_OPTIONS: '{"ID":"5"}',
    })

    expect(post).toEqual({
      SERVER_ENDPOINT: 'https://oauth.bitrix24.tech/rest/',
      APPLICATION_TOKEN: null,
      member_id: auth.member_id,
      PLACEMENT: 'CRM_DYNAMIC_1036_DETAIL_TAB',
      PLACEMENT_OPTIONS: '{"ID":"5"}',
    })
    expect(framePostSchema.safeParse({ member_id: auth.member_id }).success).toBe(false)
  })
})
