import { describe, expect, it } from 'vitest'
import { batchCommand, groupCommands } from '../../../../server/bitrix/batch.ts'
import type { Command } from '../../../../server/bitrix/command.ts'
import { encodePhpQuery } from '../../../../server/bitrix/php-query.ts'

const command = (params: Record<string, unknown> = {}): Command<string> => ({
  method: 'm',
  params,
  read: (result) => {
    if (typeof result !== 'string') throw new Error('not a text')
    return result
  },
})

describe('encodePhpQuery', () => {
  it('writes brackets, keeps signs apart, and says nothing of what is absent', () => {
    expect(
      decodeURIComponent(encodePhpQuery({ a: { b: [1, 'x y'] }, c: true, d: undefined })),
    ).toBe('a[b][0]=1&a[b][1]=x y&c=1')
    expect(encodePhpQuery({ t: 'a&b=c+d[]%' })).toBe('t=a%26b%3Dc%2Bd%5B%5D%25')
    expect(encodePhpQuery({ 'f>=x': null, list: [] })).toBe('f%3E%3Dx=&list=')
  })
})

describe('groupCommands', () => {
  it('folds fifty into one request, in order', () => {
    const commands = Array.from({ length: 120 }, (_, index) => command({ index }))

    const groups = groupCommands(commands)

    expect(groups.map((group) => group.length)).toEqual([50, 50, 20])
    expect(groups.flat()).toEqual(commands)
  })

  it('lets go alone what a query cannot say and what is heavy', () => {
    const emptied = command({ fields: { files: [] } })
    const heavy = command({ file: 'x'.repeat(300_000) })
    const commands = [
      command(),
      emptied,
      command({ text: 'brackets ":[]" in words' }),
      heavy,
      command(),
    ]

    expect(groupCommands(commands).map((group) => group.length)).toEqual([1, 1, 1, 1, 1])
    expect(groupCommands([command(), command({ text: '[] {} :[]' })])).toHaveLength(1)
  })
})

describe('the answer of a batch', () => {
  const read = (answer: unknown) => batchCommand([command(), command(), command()]).read(answer)

  it('is told command by command', () => {
    const outcomes = read({
      result: { c0: 'a', c1: 7 },
      result_error: { c2: { error: '', error_description: 'Доступ запрещён' } },
    })

    expect(outcomes).toMatchObject([
      { ok: true, value: 'a' },
      { ok: false, error: { code: 'BAD_ANSWER', isUncertain: true } },
      { ok: false, error: { code: '', message: 'Доступ запрещён', retry: 'never' } },
    ])
  })

  it('that is silent about a command leaves it uncertain', () => {
    const outcomes = read({ result: [], result_error: [] })

    expect(outcomes).toMatchObject(
      [1, 2, 3].map(() => ({ ok: false, error: { retry: 'later', isUncertain: true } })),
    )
  })
})
