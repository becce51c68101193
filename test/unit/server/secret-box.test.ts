import { describe, expect, it } from 'vitest'
import { createSecretBox } from '../../../server/secret-box.ts'

const key = (id: string, fill: string) => ({ id, bytes: Buffer.alloc(32, fill) })
const box = createSecretBox([key('new', 'n'), key('old', 'o')])

describe('secret box', () => {
  it('opens what it sealed, in the same context only', () => {
    const sealed = box.seal('тайна', 'portals/a/token')
    expect(box.open(sealed, 'portals/a/token')).toBe('тайна')
    expect(() => box.open(sealed, 'portals/b/token')).toThrow()
  })

  it('never seals the same value to the same text', () => {
    expect(box.seal('тайна', 'x')).not.toBe(box.seal('тайна', 'x'))
  })

  it('opens what an older key sealed and seals with the newest', () => {
    const old = createSecretBox([key('old', 'o')]).seal('тайна', 'x')
    expect(box.open(old, 'x')).toBe('тайна')
    expect(box.seal('тайна', 'x')).toMatch(/^v1\.new\./)
  })

  it.each(['', 'v1.new.AAAA', 'v2.new.AAAA', 'v1.gone.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'])(
    'refuses %o',
    (sealed) => {
      expect(() => box.open(sealed, 'x')).toThrow()
    },
  )

  it('says nothing of what a lost key has sealed, and does not call that a forgery', () => {
    const sealed = createSecretBox([key('gone', 'g')]).seal('тайна', 'x')
    expect(box.openIfKnown(sealed, 'x')).toBeNull()
    expect(box.openIfKnown(box.seal('тайна', 'x'), 'x')).toBe('тайна')
    expect(() => box.openIfKnown(box.seal('тайна', 'x'), 'y')).toThrow()
  })

  it('when one character was changed, then it does not open', () => {
    const sealed = box.seal('тайна', 'x')
    const flipped = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA')
    expect(() => box.open(flipped, 'x')).toThrow()
  })
})
