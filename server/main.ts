import type { Server } from 'node:http'
import process from 'node:process'
import { createApp } from './app.ts'
import { systemClock } from './clock.ts'
import { type Config, parseConfig } from './config.ts'
import { listen } from './listen.ts'
import { createLog } from './log.ts'
import { metricsDoor } from './operation/metrics-door.ts'
import { stopGracefully } from './stop-gracefully.ts'

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
for (const server of servers)
  server.on('error', (error) => {
    log.error({ err: error }, 'a connection could not be taken')
  })
const smtpPort = await app.openMail()
app.start()
log.info({ port: config.port, publicUrl: config.publicUrl, smtpPort }, 'listening')

let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    if (isStopping) process.exit(1)
    isStopping = true
    void stopGracefully({ app, servers, times: config.stop, log })
  })
