import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'
import { createDatabase } from '../support/start-database-server.ts'
import { databaseVariable } from './bench-database.ts'
import type { Bench, Figure } from './measure.ts'

/** How quickly and how cheaply the bridge carries over. */
export const bridgeBench: Bench = {
  name: 'bridge',
  run: async () => [...(await figuresOf('bridge-run.ts')), ...(await figuresOf('storm-run.ts'))],
}

/** Each script begins with an empty database. */
async function figuresOf(name: string): Promise<Figure[]> {
  const script = fileURLToPath(new URL(name, import.meta.url))
  const run = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(await emptyDatabase()) },
  })
  const [printed] = await Promise.all([text(run.stdout), once(run, 'exit')])
  // Our own figures, printed by the script beside us.
  return JSON.parse(printed) as Figure[]
}

async function emptyDatabase(): Promise<Record<string, string>> {
  const url = process.env[databaseVariable]
  return url === undefined ? {} : { [databaseVariable]: await createDatabase(url) }
}
