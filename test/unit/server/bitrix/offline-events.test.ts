import { describe, expect, it } from 'vitest'
import { listReserved, reserveEvents } from '../../../../server/bitrix/offline-events.ts'

const row = (data: unknown, more = {}) => ({
  ID: '31',
  TIMESTAMP_X: '2026-11-23T10:00:00+03:00',
  EVENT_NAME: 'onCrmDynamicItemUpdate',
  EVENT_DATA: data,
  EVENT_ADDITIONAL: { user_id: '7' },
  MESSAGE_ID: 'a1b2',
  ...more,
})
const read = (data: unknown) =>
  reserveEvents('m1').read({ process_id: 'p1', events: [row(data)] })[0]?.events[0]?.event

describe('what waits in the offline queue', () => {
  it.each([
    ['with FIELDS', { FIELDS: { ID: '22', ENTITY_TYPE_ID: '1036' } }],
    ['without', { ID: 22, ENTITY_TYPE_ID: 1036 }],
  ])('is read %s', (_how, data) => {
    expect(read(data)).toMatchObject({ kind: 'itemUpdated', itemId: 22, entityTypeId: 1036 })
  })

  it.each([[false], [[]], [null], ['']])('and says nothing when it has only %o', (data) => {
    expect(read(data)).toBeNull()
  })

  it('is empty when nothing was reserved', () => {
    expect(reserveEvents('m1').read({ process_id: null, events: [] })).toEqual([])
  })

  it('shows reservations that nobody confirmed, not those that wait or could not be worked on', () => {
    const data = { FIELDS: { ID: '22', ENTITY_TYPE_ID: '1036' } }
    const rows = [
      row(data, { ID: '1', PROCESS_ID: 'p1', ERROR: '0' }),
      row(data, { ID: '2', PROCESS_ID: 'p2', ERROR: '0' }),
      row(data, { ID: '3', PROCESS_ID: 'p1', ERROR: '0' }),
      row(data, { ID: '4', PROCESS_ID: 'p1', ERROR: '1' }),
      row(data, { ID: '5', PROCESS_ID: '', ERROR: '0' }),
    ]
    const reservations = listReserved('m1').read(rows)
    expect(
      reservations.map(({ processId, events }) => [processId, events.map(({ id }) => id)]),
    ).toEqual([
      ['p1', [1, 3]],
      ['p2', [2]],
    ])
  })
})
