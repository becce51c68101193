import { describe, expect, it } from 'vitest'
import { askedTogether } from '../../../../server/usecases/asked-together.ts'

describe('a question that many ask at once', () => {
  const asked: string[] = []
  const ask = askedTogether(async (name: string, version: number) => {
    asked.push(name)
    await Promise.resolve()
    if (version === 0) throw new Error('no such version')
    return { name, version }
  })

  it('is asked once, for all of them', async () => {
    const [first, same, other] = await Promise.all([ask('c1', 1), ask('c1', 1), ask('c1', 2)])
    expect(same).toBe(first)
    expect(other).toEqual({ name: 'c1', version: 2 })
    expect(asked.splice(0)).toEqual(['c1', 'c1'])
  })

  it('and anew when its answer has come, also one that was refused', async () => {
    await ask('c1', 1)
    await ask('c1', 1)
    await expect(ask('c1', 0)).rejects.toThrow('no such version')
    await expect(ask('c1', 0)).rejects.toThrow('no such version')
    expect(asked.splice(0)).toHaveLength(4)
  })
})
