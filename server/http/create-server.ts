import express, { type Express, type RequestHandler, type Router } from 'express'
import helmet from 'helmet'
import type { Logger } from 'pino'
import { serverNowHeader } from '../../shared/api/session.ts'
import type { Clock } from '../../shared/time.ts'
import { createErrorHandler } from './error-handler.ts'

type Deps = {
  api: Router
  appPage: Router
  events: Router
  robots: Router
  rescue: Router
  clientFolder: string
  measureRequests: RequestHandler
  /** The database answers, and we are not about to stop. */
  isReady: () => Promise<boolean>
  trustProxy: number
  clock: Clock
  log: Logger
}

export function createServer(deps: Deps): Express {
  const server = express()
  server.disable('x-powered-by')
  server.set('trust proxy', deps.trustProxy)
  server.use(deps.measureRequests)
  // The page door writes its own policy, because it must name the portal that frames it.
  server.use(
    helmet({
      frameguard: false,
      contentSecurityPolicy: false,
      crossOriginOpenerPolicy: false,
      crossOriginResourcePolicy: { policy: 'cross-origin' },
    }),
  )
  server.use((_request, response, next) => {
    response.set(serverNowHeader, String(deps.clock.now()))
    next()
  })
  server.get('/health', (_request, response) => {
    response.json({ status: 'ok' })
  })
  server.get('/ready', async (_request, response) => {
    const isReady = await deps.isReady()
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'notReady' })
  })
  server.use(deps.events)
  server.use(deps.robots)
  server.use('/rescue', deps.rescue)
  server.use(deps.appPage)
  server.use(
    '/assets',
    express.static(`${deps.clientFolder}/assets`, { immutable: true, maxAge: '1y' }),
  )
  server.use('/offline', express.static(`${deps.clientFolder}/offline`))
  server.use('/api', deps.api)
  server.use(createErrorHandler(deps.log))
  return server
}
