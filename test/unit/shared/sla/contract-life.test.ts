import { describe, expect, it } from 'vitest'
import { type ContractLife, lifeNotices, standingAt } from '../../../../shared/sla/contract-life.ts'

const zone = 'Europe/Moscow'
const unlimited = { startsOn: null, endsOn: null, licenceUntil: null, endedAt: null }
const at = (text: string) => Date.parse(text)

/** §1: whether tickets are covered. */
describe('the standing of a contract', () => {
  it.each<[string, Partial<ContractLife>, string, string]>([
    ['without limits it holds', {}, '2026-11-23T12:00+03:00', 'valid'],
    ['before its first day', { startsOn: '2026-12-01' }, '2026-11-30T23:59+03:00', 'notStarted'],
    ['from its first midnight on', { startsOn: '2026-12-01' }, '2026-12-01T00:00+03:00', 'valid'],
    ['to the end of its last day', { endsOn: '2026-12-31' }, '2026-12-31T23:59+03:00', 'valid'],
    ['after it', { endsOn: '2026-12-31' }, '2027-01-01T00:00+03:00', 'ended'],
    [
      'with a licence that is over',
      { licenceUntil: '2026-11-22', endsOn: '2026-12-31' },
      '2026-11-23T00:00+03:00',
      'licenceEnded',
    ],
    [
      'ended by hand, whatever its dates say',
      { endsOn: '2026-12-31', endedAt: at('2026-11-23T12:00+03:00') },
      '2026-11-23T12:00+03:00',
      'ended',
    ],
    [
      'what was filed before that is covered',
      { endedAt: at('2026-11-23T12:00+03:00') },
      '2026-11-23T11:59+03:00',
      'valid',
    ],
  ])('%s', (_case, life, instant, expected) => {
    expect(standingAt({ ...unlimited, ...life }, zone, at(instant))).toBe(expected)
  })
})

describe('what the partner is told of ends that come', () => {
  it.each<[string, Partial<ContractLife>, string[]]>([
    ['nothing while it is far away', { endsOn: '2026-12-24' }, []],
    ['a month before', { endsOn: '2026-12-23' }, ['end:2026-12-23:30']],
    ['the same within the month', { endsOn: '2026-12-01' }, ['end:2026-12-01:30']],
    ['a week before', { endsOn: '2026-11-30' }, ['end:2026-11-30:7']],
    ['on the last day', { endsOn: '2026-11-23' }, ['end:2026-11-23:0']],
    ['when it is over', { endsOn: '2026-11-22' }, ['end:2026-11-22:-1']],
    [
      'of both ends',
      { endsOn: '2026-12-20', licenceUntil: '2026-11-25' },
      ['end:2026-12-20:30', 'licence:2026-11-25:7'],
    ],
    ['nothing any more after an end by hand', { endsOn: '2026-11-25', endedAt: 1 }, []],
  ])('%s', (_case, life, expected) => {
    const now = at('2026-11-23T12:00+03:00')
    const keys = lifeNotices({ ...unlimited, ...life }, zone, now).map(({ key }) => key)
    expect(keys).toEqual(expected)
  })
})
