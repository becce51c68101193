import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Summary } from '../simulate/report.ts'

const run = promisify(execFile)

describe('the simulation of many portals', () => {
  it('plays as told, stops by itself, and says what it has seen', async () => {
    const args =
      '--portals 20 --tickets 600 --minutes 0.2 --speed 60 --replicas 2 --warmUp 3 --json'
    const script = new URL('../simulate/main.ts', import.meta.url).pathname
    const { stdout } = await run('npx', ['tsx', script, ...args.split(' ')])
    const summary = JSON.parse(stdout) as Summary
    expect(summary).toMatchObject({ portals: 20, tickets: 600, replicas: 2, speed: 60 })
    expect(summary.intake.sent).toBeGreaterThan(0)
    expect(summary.intake.failed).toBe(0)
    expect(summary.lateness.count).toBeGreaterThan(0)
    expect(summary.rest.perSecond).toBeGreaterThan(0)
    expect(summary.rest.unknown).toEqual({})
    expect(summary.backlog.parked).toBe(0)
    const tickets = summary.database.tables.find(({ table }) => table === 'tickets')
    expect(tickets?.rows).toBeGreaterThanOrEqual(600)
  }, 300_000)
})
