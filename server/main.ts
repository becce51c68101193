import type { Server } from 'node:http'
import process from 'node:process'
import { createApp, listen } from './app.ts'
import { systemClock } from './clock.ts'
import { type Config, parseConfig } from './config.ts'
import { createLog } from './log.ts'

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

let server: Server
try {
  server = await listen(app, config.port, config.host)
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  log.fatal(isTaken ? { port: config.port } : { err: error }, isTaken ? 'port is taken' : 'failed')
  process.exit(1)
}
app.start()
log.info({ port: config.port, publicUrl: config.publicUrl }, 'listening')

async function stop(): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  await closed
  await app.stop()
  log.info('stopped')
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
