import { describe, expect, it } from 'vitest'
import { encodePhpForm, parsePhpForm } from '../../portal/php-form.ts'

describe('PHP-style form', () => {
  it.each([
    ['a plain pair', 'id=5', { id: '5' }],
    [
      'a nested map',
      'fields[TITLE]=x&fields[ENTITY_ID]=7',
      { fields: { TITLE: 'x', ENTITY_ID: '7' } },
    ],
    ['keys 0…n as a list', 'f[0]=a&f[1]=b', { f: ['a', 'b'] }],
    ['open brackets as a list', 'f[]=a&f[]=b', { f: ['a', 'b'] }],
    ['other numbers as a map', 'f[5]=a', { f: { 5: 'a' } }],
    ['maps in a list', 'FILES[0][0]=1.gif&FILES[0][1]=R0lG', { FILES: [['1.gif', 'R0lG']] }],
    ['plus and percent signs', 'text=a+b%26c', { text: 'a b&c' }],
    ['filter prefixes', 'filter[%3E%3Did]=3', { filter: { '>=id': '3' } }],
  ])('reads %s', (_case, text, expected) => {
    expect(parsePhpForm(text)).toEqual(expected)
  })

  it('writes what it reads, and drops what PHP drops', () => {
    const data = { event: 'ONX', data: { FIELDS: { ID: '5' } }, list: ['a', 'b'] }
    expect(parsePhpForm(encodePhpForm({ ...data, empty: [], nothing: null }))).toEqual(data)
  })
})
