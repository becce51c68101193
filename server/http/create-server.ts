import express, { type Express, type RequestHandler, type Router } from 'express'
import helmet from 'helmet'
import type { Logger } from 'pino'
import { serverNowHeader } from '../../shared/api/session.ts'
import type { Clock } from '../../shared/time.ts'
import { AppError } from '../errors.ts'
import { createErrorHandler } from './error-handler.ts'
import { inertHeaders } from './inert-headers.ts'
import { limitRequests } from './rate-limits.ts'

type Deps = {
  api: Router
  appPage: Router
  bitrix: Router
  rescue: Router
  legalPages: Router
  clientFolder: string
  measureRequests: RequestHandler
  /** The database answers, and we are not about to stop. */
  isReady: () => Promise<boolean>
  trustProxy: number
  clock: Clock
  log: Logger
}

/** Pages and probes that ask nobody who he is. */
const openDoors = [/^\/$/, '/health', '/ready', '/app', '/rescue', '/privacy', '/licence']

export function createServer(deps: Deps): Express {
  const server = express()
  server.disable('x-powered-by')
  server.set('trust proxy', deps.trustProxy)
  server.use(deps.measureRequests)
  // Portals post hundreds a second and are no browsers: headers for those would cost a tenth of it.
  server.use(deps.bitrix)
  // Pages write their own policy; whatever else is opened as one may do nothing.
  server.use(
    helmet({
      frameguard: false,
      contentSecurityPolicy: false,
      crossOriginOpenerPolicy: false,
      crossOriginResourcePolicy: { policy: 'cross-origin' },
    }),
  )
  server.use((_request, response, next) => {
    response.set({ ...inertHeaders, [serverNowHeader]: String(deps.clock.now()) })
    next()
  })
  server.use(openDoors, limitRequests({ limit: 1200, minutes: 1 }))
  server.get('/health', (_request, response) => {
    response.json({ status: 'ok' })
  })
  server.get('/ready', async (_request, response) => {
    const isReady = await deps.isReady()
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'notReady' })
  })
  server.use('/rescue', deps.rescue)
  server.use(deps.legalPages)
  server.use(deps.appPage)
  server.use(
    '/assets',
    express.static(`${deps.clientFolder}/assets`, { immutable: true, maxAge: '1y' }),
  )
  // To be kept and opened from the reader's own disk, where our policy does not hold it back.
  server.use(
    '/offline',
    express.static(`${deps.clientFolder}/offline`, {
      setHeaders: (response) => response.setHeader('Content-Disposition', 'attachment'),
    }),
  )
  server.use('/api', deps.api)
  server.use(() => {
    throw new AppError('notFound', 'There is no such address')
  })
  server.use(createErrorHandler(deps.log))
  return server
}
