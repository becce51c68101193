import { describe, expect, it } from 'vitest'
import { withoutTags } from '../../../../shared/ticket/without-tags.ts'

describe('a name among our BBCode', () => {
  it('begins no tag and ends none, and can still be read', () => {
    expect(withoutTags('Иван[/b][url=https://evil.example]войдите[/url]')).toBe(
      'Иван(/b)(url=https://evil.example)войдите(/url)',
    )
    expect(withoutTags('Иван [внешний]')).toBe('Иван (внешний)')
  })
})
