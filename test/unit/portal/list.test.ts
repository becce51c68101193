import { describe, expect, it } from 'vitest'
import { type Columns, listPage } from '../../portal/list.ts'

type Row = { id: number; title: string | null; at: number; isOpen: boolean }

const rows: Row[] = [
  { id: 1, title: 'Касса не печатает', at: 1000, isOpen: true },
  { id: 2, title: 'Обмен стоит', at: 2000, isOpen: false },
  { id: 3, title: null, at: 3000, isOpen: true },
]

const columns: Columns<Row> = {
  column: (name) => {
    if (name === 'id') return { type: 'number', read: (row) => row.id }
    if (name === 'title') return { type: 'text', read: (row) => row.title }
    if (name === 'at') return { type: 'time', read: (row) => row.at }
    if (name === 'isOpen') return { type: 'flag', read: (row) => (row.isOpen ? 'Y' : 'N') }
    return undefined
  },
  instant: (value) => Number(value),
  onUnknown(name, where) {
    throw new Error(`${where} ${name}`)
  },
}

const ids = (filter: Record<string, unknown>, order = {}) =>
  listPage(rows, { filter, order }, columns).rows.map(({ id }) => id)

describe('list filter', () => {
  it.each([
    ['equality', { id: 2 }, [2]],
    ['a number given as text', { '=id': '2' }, [2]],
    ['greater', { '>id': 1 }, [2, 3]],
    ['not greater', { '<=at': '2000' }, [1, 2]],
    ['one of a list', { '@id': [1, 3] }, [1, 3]],
    ['a list without prefix', { id: [1, 3] }, [1, 3]],
    ['none of a list', { '!@id': [1, 3] }, [2]],
    ['different', { '!=id': 1 }, [2, 3]],
    ['a part of the text', { '%title': 'касса' }, [1]],
    ['a pattern', { '=%title': 'обмен%' }, [2]],
    ['not like a pattern', { '!=%title': 'обмен%' }, [1, 3]],
    ['empty', { title: '' }, [3]],
    ['not empty', { '!title': '' }, [1, 2]],
    ['a flag by 1', { isOpen: 1 }, [1, 3]],
    ['a flag by N', { isOpen: 'N' }, [2]],
    ['one of two groups', { 0: { logic: 'OR', 0: { id: 1 }, 1: { '>at': 2500 } } }, [1, 3]],
    ['all of two conditions', { '>id': 1, '!title': '' }, [2]],
  ])('finds by %s', (_case, filter, expected) => {
    expect(ids(filter)).toEqual(expected)
  })

  it('refuses unknown names, even in an empty table', () => {
    expect(() => listPage([], { filter: { '>=nope': 1 } }, columns)).toThrow('filter nope')
    expect(() => ids({}, { nope: 'ASC' })).toThrow('order nope')
  })

  it('orders by several keys, nothing first', () => {
    expect(ids({}, { title: 'DESC' })).toEqual([2, 1, 3])
    expect(ids({}, { isOpen: 'asc', id: 'desc' })).toEqual([2, 3, 1])
  })
})

describe('list page', () => {
  const many = Array.from({ length: 120 }, (_one, index) => ({ ...rows[0]!, id: index + 1 }))

  it('has 50 rows, the total and where to go on', () => {
    const page = listPage(many, { start: 50 }, columns)
    expect(page.rows.map(({ id }) => id).slice(0, 2)).toEqual([51, 52])
    expect(page.counts).toEqual({ next: 100, total: 120 })
  })

  it('ends without next', () => {
    expect(listPage(many, { start: 100 }, columns).counts).toEqual({ total: 120 })
  })

  it('does not count with start -1', () => {
    const page = listPage(many, { start: -1, filter: { '>id': 60 } }, columns)
    expect(page.rows).toHaveLength(50)
    expect(page.counts).toEqual({})
  })
})
