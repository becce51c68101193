import process from 'node:process'
import { createApp } from '../../server/app.ts'
import { parseConfig } from '../../server/config.ts'
import { listen } from '../../server/listen.ts'
import { createLog } from '../../server/log.ts'
import { readSharedClock } from './shared-clock.ts'

/**
 * Our backend as a process that can be killed at any instruction. Its time is the world's; whenever
 * it is spoken to, it does at once what it does every few seconds anyhow.
 */
const clock = readSharedClock(process.env.CLOCK_FILE ?? '')
const config = parseConfig(process.env)
const app = await createApp(config, { clock, log: createLog(config.logLevel) })
await listen(app.server, config)
app.start()

async function look(): Promise<void> {
  await Promise.allSettled([app.jobs.sweepPortals(), app.jobs.tickClocks()])
  process.send?.('looked')
}

process.on('message', () => void look())
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
