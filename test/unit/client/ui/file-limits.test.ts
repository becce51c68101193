import { describe, expect, it } from 'vitest'
import { addWithinLimits } from '../../../../client/ui/file-limits.ts'

const megabyte = 1024 * 1024
const file = (name: string, megabytes = 0) => new File([new Uint8Array(megabytes * megabyte)], name)
const some = (count: number, megabytes = 0) =>
  Array.from({ length: count }, (_, index) => file(`${String(index)}.png`, megabytes))

describe('files of a ticket', () => {
  it('what fits goes along', () => {
    const { files, refused } = addWithinLimits([file('a.png')], [file('b.png', 10)])
    expect(files.map(({ name }) => name)).toEqual(['a.png', 'b.png'])
    expect(refused).toEqual({})
  })

  it('one that is too large is left out and named, the others stay', () => {
    const { files, refused } = addWithinLimits([], [file('видео.mp4', 11), file('b.png')])
    expect(files.map(({ name }) => name)).toEqual(['b.png'])
    expect(refused).toEqual({ tooLarge: ['видео.mp4'] })
  })

  it('ten are enough', () => {
    const { files, refused } = addWithinLimits(some(9), [file('10.png'), file('11.png')])
    expect(files).toHaveLength(10)
    expect(refused).toEqual({ tooMany: ['11.png'] })
  })

  it('together they are no larger than a phone can send', () => {
    const { files, refused } = addWithinLimits(some(4, 9), [file('e.png', 5), file('f.png', 4)])
    expect(files).toHaveLength(5)
    expect(refused).toEqual({ tooMuch: ['e.png'] })
  })
})
