import { describe, expect, it } from 'vitest'
import { createKeyedLock } from '../../../server/keyed-lock.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('keyed lock', () => {
  it('work of one key runs in order, one at a time', async () => {
    const lock = createKeyedLock()
    const log: string[] = []
    const work = (name: string) => async () => {
      log.push(`${name} begins`)
      await turn()
      log.push(`${name} ends`)
    }
    await Promise.all([lock.run('a', work('first')), lock.run('a', work('second'))])
    expect(log).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
  })

  it('work of another key does not wait', async () => {
    const lock = createKeyedLock()
    const never = lock.run('a', () => new Promise(() => undefined))
    await expect(lock.run('b', () => Promise.resolve('done'))).resolves.toBe('done')
    expect(never).toBeInstanceOf(Promise)
  })

  it('when one fails, then only its caller hears of it', async () => {
    const lock = createKeyedLock()
    const failed = lock.run('a', () => Promise.reject(new Error('no')))
    const next = lock.run('a', () => Promise.resolve('done'))
    await expect(failed).rejects.toThrow('no')
    await expect(next).resolves.toBe('done')
  })
})
