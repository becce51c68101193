import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'
import type { Bench, Figure } from './measure.ts'

/** How quickly and how cheaply the bridge carries over. */
export const bridgeBench: Bench = {
  name: 'bridge',
  async run() {
    const script = fileURLToPath(new URL('bridge-run.ts', import.meta.url))
    const run = spawn(process.execPath, ['--import', 'tsx', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [printed] = await Promise.all([text(run.stdout), once(run, 'exit')])
    // Our own figures, printed by the script beside us.
    return JSON.parse(printed) as Figure[]
  },
}
