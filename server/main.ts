import type { Server } from 'node:http'
import process from 'node:process'
import { createApp, listen } from './app.ts'
import { systemClock } from './clock.ts'
import { type Config, parseConfig } from './config.ts'
import { createLog } from './log.ts'
import { metricsDoor } from './operation/metrics-door.ts'

function readConfig(): Config {
  try {
    return parseConfig(process.env)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(2)
  }
}

const config = readConfig()
const log = createLog(config.logLevel)
const app = await createApp(config, { clock: systemClock, log })

const servers: Server[] = []
try {
  servers.push(await listen(app.server, config))
  if (config.metrics) servers.push(await listen(metricsDoor(app), config.metrics))
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  log.fatal({ err: error }, isTaken ? 'port is taken' : 'failed')
  process.exit(1)
}
const smtpPort = await app.openMail()
app.start()
log.info({ port: config.port, publicUrl: config.publicUrl, smtpPort }, 'listening')

/** What was begun is ended; what has come by then is stored, and found again at the next start. */
async function stop(): Promise<void> {
  app.announceStop()
  await Promise.all(servers.map(close))
  await app.stop()
  log.info('stopped')
}

function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve()
    })
  })
  server.closeIdleConnections()
  return closed
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
