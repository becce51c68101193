import { describe, expect, it } from 'vitest'
import { gathered } from '../../../../server/db/gathered.ts'

type Row = { of: string; ordinal: number }

describe('questions that are asked at once', () => {
  const statements: string[][] = []
  const rows: Row[] = [
    { of: 'b', ordinal: 1 },
    { of: 'a', ordinal: 1 },
    { of: 'b', ordinal: 2 },
  ]
  const rowsOf = gathered(
    (keys: string[]) => {
      statements.push(keys)
      if (keys.includes('locked')) return Promise.reject(new Error('The database is locked'))
      return Promise.resolve(rows.filter(({ of }) => keys.includes(of)))
    },
    ({ of }) => of,
  )
  /** As somebody who had to wait a little before he could ask. */
  const later = async (key: string) => {
    await Promise.resolve()
    return rowsOf(key)
  }

  it('are one statement, and each gets what is his', async () => {
    statements.length = 0
    const [a, b, none, again] = await Promise.all(['a', 'b', 'c', 'b'].map(later))
    expect(statements).toEqual([['a', 'b', 'c']])
    expect(a).toEqual([{ of: 'a', ordinal: 1 }])
    expect(b).toEqual([
      { of: 'b', ordinal: 1 },
      { of: 'b', ordinal: 2 },
    ])
    expect(none).toEqual([])
    expect(again).toEqual(b)
  })

  it('while others are answered, are read anew', async () => {
    statements.length = 0
    const first = rowsOf('a')
    await Promise.resolve()
    await Promise.resolve()
    await Promise.all([first, rowsOf('a')])
    expect(statements).toEqual([['a'], ['a']])
  })

  it('fail together, and the next ones are asked all the same', async () => {
    const failed = await Promise.allSettled([rowsOf('locked'), rowsOf('a')])
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await rowsOf('a')).toHaveLength(1)
  })
})
