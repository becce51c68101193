import { afterEach, describe, expect, it } from 'vitest'
import { type Sandbox, admin, restAs, resultOf, startSandbox } from '../portal/sandbox.ts'

let sandbox: Sandbox
afterEach(() => sandbox.close())

describe('limits of a cloud portal', () => {
  it('let fifty calls through, then two a second', async () => {
    sandbox = await startSandbox({ tariff: 'standard' })
    const rest = restAs(sandbox.portal, admin)
    const statuses = await Promise.all(
      Array.from({ length: 52 }, async () => (await rest('user.admin')).status),
    )
    expect(statuses.filter((status) => status === 200)).toHaveLength(50)
    expect((await rest('user.admin')).body['error']).toBe('QUERY_LIMIT_EXCEEDED')
    sandbox.advance(1000)
    const later = [await rest('user.admin'), await rest('user.admin'), await rest('user.admin')]
    expect(later.map(({ status }) => status)).toEqual([200, 200, 503])
  })

  it('count the working time of a method over ten minutes', async () => {
    sandbox = await startSandbox({ tariff: 'enterprise' })
    const rest = restAs(sandbox.portal, admin)
    sandbox.portal.faults.add({ fault: 'heavy', target: 'user.admin', ms: 480_000 })
    const heavy = await rest('user.admin')
    const { time } = heavy.body as { time: { operating: number; operating_reset_at: number } }
    expect(time.operating).toBeGreaterThanOrEqual(480)
    expect((await rest('user.admin')).status).toBe(429)
    expect((await rest('profile')).status).toBe(200)
    const waitMs = time.operating_reset_at * 1000 - Date.parse('2026-03-02T09:00:00+03:00')
    expect(waitMs).toBe(600_000)
    sandbox.advance(waitMs)
    expect(await resultOf(rest('user.admin'))).toBe(true)
  })

  it('do not exist on a box', async () => {
    sandbox = await startSandbox({ tariff: 'standard' })
    sandbox.box.installApp(admin)
    const rest = restAs(sandbox.box, admin)
    const statuses = await Promise.all(
      Array.from({ length: 60 }, async () => (await rest('user.admin')).status),
    )
    expect(new Set(statuses)).toEqual(new Set([200]))
  })
})
