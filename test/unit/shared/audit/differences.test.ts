import { describe, expect, it } from 'vitest'
import { differences } from '../../../../shared/audit/differences.ts'

describe('differences of two states', () => {
  it.each([
    ['the same, in another order', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }, []],
    ['a field', { a: 1, b: 2 }, { a: 1, b: 3 }, [{ path: 'b', before: 2, after: 3 }]],
    [
      'a field deep inside',
      { levels: { 1: { reaction: 60 }, 2: { reaction: 240 } } },
      { levels: { 1: { reaction: 60 }, 2: { reaction: 120 } } },
      [{ path: 'levels.2.reaction', before: 240, after: 120 }],
    ],
    ['a field that came', { a: 1 }, { a: 1, b: 2 }, [{ path: 'b', before: null, after: 2 }]],
    ['nothing and null', { a: 1 }, { a: 1, b: null }, []],
    [
      'members of a list',
      { days: [{ on: '2026-12-31' }, { on: '2027-01-09' }] },
      { days: [{ on: '2027-01-09' }, { on: '2027-01-10' }] },
      [{ path: 'days', before: [{ on: '2026-12-31' }], after: [{ on: '2027-01-10' }] }],
    ],
    ['something new', null, { a: 1 }, [{ path: 'a', before: null, after: 1 }]],
    ['something gone', { a: 1 }, null, [{ path: 'a', before: 1, after: null }]],
  ])('%s', (_case, before, after, expected) => {
    expect(differences(before, after)).toEqual(expected)
  })
})
