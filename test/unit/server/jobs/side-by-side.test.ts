import { describe, expect, it } from 'vitest'
import { createSideBySide } from '../../../../server/jobs/side-by-side.ts'

const rows = (...memberIds: string[]) => memberIds.map((memberId) => ({ memberId }))

describe('work on several portals', () => {
  it('a silent one is left behind, and left out until its work has ended', async () => {
    const portals = createSideBySide(10)
    let answer = (_worked: boolean): void => undefined
    const silent = new Promise<boolean>((resolve) => {
      answer = resolve
    })
    const done: string[] = []
    const hasWorked = await portals.run(rows('silent', 'quick', 'quick'), (memberId, own) => {
      if (memberId === 'silent') return silent
      done.push(`${memberId}: ${String(own.length)}`)
      return Promise.resolve(true)
    })
    expect(hasWorked).toBe(true)
    expect(done).toEqual(['quick: 2'])
    expect(portals.quiet('all')).toEqual({ except: ['silent'] })
    expect(portals.quiet(['silent', 'quick'])).toEqual(['quick'])
    answer(true)
    await portals.idle()
    expect(portals.quiet('all')).toBe('all')
  })

  it('when nobody had anything to do, then it says so', async () => {
    const portals = createSideBySide(10)
    expect(await portals.run(rows('one'), () => Promise.resolve(false))).toBe(false)
    expect(await portals.run([], () => Promise.resolve(true))).toBe(false)
  })
})
