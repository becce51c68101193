import { describe, expect, it } from 'vitest'
import { withoutWords } from '../../../../server/operation/without-words.ts'

describe('withoutWords', () => {
  it('keeps keys, numbers and flags, and of texts only the length', () => {
    const item = { id: 7, title: 'Касса не открывается', isOpen: true, note: null }
    expect(withoutWords({ auth: 'a-secret-token', item })).toEqual({
      auth: '14 characters',
      item: { id: 7, title: '20 characters', isOpen: true, note: null },
    })
  })

  it('shows the beginning of lists', () => {
    expect(withoutWords([1, 2, 3, 4, 5])).toEqual([1, 2, 3, 'and 2 more'])
  })

  it('ends in whatever depth', () => {
    const deep: { in?: unknown } = {}
    deep.in = deep
    expect(JSON.stringify(withoutWords(deep))).toContain('…')
  })
})
