import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { App } from './app.ts'
import type { StopConfig } from './stop-config.ts'

type Parts = {
  app: Pick<App, 'announceStop' | 'stop'>
  servers: readonly Server[]
  times: StopConfig
  log: Logger
}

/**
 * Stops so that whoever follows `/ready` sees no request fail: first it says so and goes on serving,
 * then the doors close and what was begun is ended. What takes too long is broken off, which loses
 * nothing: whatever was stored is found again at the next start.
 */
export async function stopGracefully({ app, servers, times, log }: Parts): Promise<void> {
  app.announceStop()
  for (const server of servers) server.prependListener('request', hangUpAfterwards)
  log.info({ noticeMs: times.noticeMs }, 'about to stop')
  await sleep(times.noticeMs)
  const limit = setTimeout(() => {
    log.warn({ limitMs: times.limitMs }, 'stopped with work under way; the next start takes it up')
    process.exit(0)
  }, times.limitMs)
  // Holds nothing up, but ends what does.
  limit.unref()
  await Promise.all(servers.map(close))
  await app.stop()
  log.info('stopped')
}

/** A connection that is kept for further requests would be cut under one of them. */
function hangUpAfterwards(_request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Connection', 'close')
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
