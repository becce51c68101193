import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { stopSchema } from '../../../server/stop-config.ts'

const folder = new URL('../../../server/deploy/', import.meta.url)

function secondsIn(file: string, setting: RegExp): number {
  const found = setting.exec(readFileSync(new URL(file, folder), 'utf8'))?.[1]
  if (found === undefined) throw new Error(`${file} does not say ${String(setting)}`)
  return Number(found)
}

describe('those who stop the server', () => {
  const { noticeMs, limitMs } = stopSchema.parse({}).stop

  it('wait until it has ended by itself', () => {
    const longestS = (noticeMs + limitMs) / 1000
    expect(secondsIn('compose.yml', /stop_grace_period: (\d+)s/)).toBeGreaterThan(longestS)
    expect(secondsIn('sla-desk.service', /TimeoutStopSec=(\d+)/)).toBeGreaterThan(longestS)
  })

  it('notice in time that a replica is about to stop', () => {
    const interval = secondsIn('Caddyfile', /health_interval (\d+)s/)
    const timeout = secondsIn('Caddyfile', /health_timeout (\d+)s/)
    expect(interval + timeout).toBeLessThan(noticeMs / 1000)
  })
})
