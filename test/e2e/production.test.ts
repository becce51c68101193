import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { freePort } from '../support/free-port.ts'

/** What `npm run build` makes and `npm start` runs, with nothing but its environment. */
it('the built backend starts, serves its page, and stops when it is asked to', async () => {
  execFileSync(process.execPath, [
    'node_modules/typescript/bin/tsc',
    '-p',
    'server/tsconfig.build.json',
  ])
  const folder = mkdtempSync(join(tmpdir(), 'sla-desk-'))
  const port = await freePort()
  const backend = spawn(process.execPath, ['dist/server/main.js'], {
    stdio: 'inherit',
    env: {
      PATH: process.env.PATH,
      PUBLIC_URL: 'https://sla.example.org',
      B24_CLIENT_ID: 'local.1',
      B24_CLIENT_SECRET: 'secret',
      DATABASE_FILE: join(folder, 'desk.db'),
      TOKEN_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      SESSION_SECRET: randomBytes(32).toString('base64'),
      PORT: String(port),
      LOG_LEVEL: 'warn',
      STOP_NOTICE_SECONDS: '0',
    },
  })
  const ended = once(backend, 'exit')
  onTestFinished(async () => {
    backend.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true })
  })

  await expect
    .poll(() => statusOf(`http://127.0.0.1:${String(port)}/app`), { timeout: 20_000 })
    .toBe(200)
  backend.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})

async function statusOf(url: string): Promise<number | null> {
  const answer = await fetch(url).catch(() => null)
  return answer && answer.status
}
