import { setTimeout as sleep } from 'node:timers/promises'
import { createApp } from '../../server/app.ts'
import { systemClock } from '../../server/clock.ts'
import { parseConfig } from '../../server/config.ts'
import { createLog } from '../../server/log.ts'
import { demoEnvironment } from '../support/start-world.ts'

/**
 * Our backend alone on the database of its environment, its loops running; no portal answers. Prints the
 * memory that it holds after a while, in MB.
 */
const runMs = 8_000

const { DATABASE_FILE, DATABASE_URL } = process.env
const config = parseConfig({
  ...demoEnvironment,
  PUBLIC_URL: 'http://127.0.0.1:1',
  B24_OAUTH_HOSTS: 'http://localhost:1',
  ALLOW_PRIVATE_HOSTS: 'localhost',
  ...(DATABASE_URL === undefined ? { DATABASE_FILE } : { DATABASE_URL }),
  LOG_LEVEL: 'silent',
})
const app = await createApp(config, { clock: systemClock, log: createLog('silent') })
app.start()
await sleep(runMs)
process.stdout.write(String(process.memoryUsage().rss / 1024 / 1024))
await app.stop()
