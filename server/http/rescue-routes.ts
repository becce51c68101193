import { readFileSync } from 'node:fs'
import express, {
  json,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  Router,
} from 'express'
import type { Logger } from 'pino'
import { z } from 'zod'
import {
  rescueFilingSchema,
  rescueLinkRequestSchema,
  rescueMessageSchema,
  rescueOpenSchema,
} from '../../shared/api/rescue.ts'
import { AppError } from '../errors.ts'
import type { ConfirmMail } from '../usecases/confirm-mail.ts'
import type { KeepLocalApps } from '../usecases/keep-local-apps.ts'
import type { RescueDoor } from '../usecases/rescue-door.ts'
import type { UseRescue } from '../usecases/use-rescue.ts'
import { localAppDoor } from './local-app-routes.ts'
import { confirmRoutes } from './confirm-routes.ts'
import { parse } from './parse.ts'
import { attempts } from './rate-limits.ts'

type Deps = {
  door: RescueDoor
  rescue: UseRescue
  /** null when no mail comes in. */
  confirm: ConfirmMail | null
  localApps: KeepLocalApps
  /** Where Vite has put the page. */
  folder: string
  /** Where browsers find us. */
  publicUrl: string
  log: Logger
}

const cookieName = 'rescue'
/** Files of a ticket as base64, and its words. */
const largestBody = '56mb'
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const ticketIdSchema = z.object({ id: z.guid() })

/**
 * The rescue page, those on which held mail is confirmed and keys of a local app are entered, and what
 * they ask: no portal is needed, and nothing of it is ever in a frame.
 */
export function rescuePage(deps: Deps): Router {
  const page = (name: string) => readFileSync(`${deps.folder}/${name}.html`, 'utf8')
  const pages = {
    '/': page('index'),
    '/confirm': page('confirm'),
    '/local-app': page('local-app'),
  }
  const router = Router()
  router.use((_request, response, next) => {
    response.set({
      'Content-Security-Policy': policy,
      'X-Frame-Options': 'DENY',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
    })
    next()
  })
  const assets = express.static(`${deps.folder}/assets`, { immutable: true, maxAge: '1y' })
  router.use('/assets', assets)
  for (const [path, html] of Object.entries(pages))
    router.get(path, (_request, response) => {
      response.set('Cache-Control', 'no-store').type('html').send(html)
    })
  router.use('/api', rescueApi(deps))
  return router
}

function rescueApi(deps: Deps): Router {
  const { door, rescue, confirm, localApps } = deps
  const router = Router()
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  router.use(requireOwnPage(new URL(deps.publicUrl).origin))
  router.use(doorRoutes(deps))
  if (confirm) router.use('/mail', confirmRoutes(confirm))
  router.use('/local-app', localAppDoor(localApps))
  router.get('/state', async (request, response) => {
    const email = await emailOf(door, request)
    const desk = email === undefined ? null : await rescue.desk(email)
    response.json({ isMailOn: door.isMailOn, desk })
  })
  router.get('/tickets/:id', async (request, response) => {
    const { id } = parse(ticketIdSchema, request.params)
    response.json(await rescue.ticket(await requireEmail(door, request), id))
  })
  // Large bodies are read only for somebody who has come in.
  router.use(async (request: Request, _response: Response, next: NextFunction) => {
    await requireEmail(door, request)
    next()
  })
  router.use(json({ limit: largestBody }))
  router.post('/tickets', async (request, response) => {
    const email = await requireEmail(door, request)
    await rescue.file(email, parse(rescueFilingSchema, request.body))
    response.json({})
  })
  router.post('/tickets/:id/messages', async (request, response) => {
    const { id } = parse(ticketIdSchema, request.params)
    const email = await requireEmail(door, request)
    await rescue.write(email, id, parse(rescueMessageSchema, request.body))
    response.json({})
  })
  return router
}

function doorRoutes({ door, publicUrl, log }: Deps): Router {
  const router = Router()
  const small = json({ limit: '16kb' })
  const cookie = { httpOnly: true, sameSite: 'strict', path: '/rescue' } as const
  const secure = publicUrl.startsWith('https:')
  router.post('/link', attempts(10), small, (request, response) => {
    const { email } = parse(rescueLinkRequestSchema, request.body)
    // Answered before it is looked up: neither words nor time tell whose addresses we know.
    response.json({})
    door.askLink(email).catch((error: unknown) => {
      log.error({ err: error }, 'rescue link not made')
    })
  })
  router.post('/open', attempts(20), small, async (request, response) => {
    const session = await door.open(parse(rescueOpenSchema, request.body).token)
    if (!session) throw new AppError('unauthorized', 'The link is used or too old')
    const { token, lastsMs } = session
    // Counted by the browser, whose clock may be wrong.
    response.cookie(cookieName, token, { ...cookie, secure, maxAge: lastsMs }).json({})
  })
  router.post('/leave', async (request, response) => {
    const token = tokenOf(request)
    if (token !== undefined) await door.leave(token)
    response.clearCookie(cookieName, { ...cookie, secure }).json({})
  })
  return router
}

/** Nobody else's page may have the browser write in the person's name, cookie or not. */
const requireOwnPage =
  (origin: string): RequestHandler =>
  (request, _response, next) => {
    const isReading = request.method === 'GET'
    if (!isReading && request.get('origin') !== origin)
      throw new AppError('forbidden', 'Only the page itself may ask')
    next()
  }

function tokenOf(request: Request): string | undefined {
  const cookies = (request.headers.cookie ?? '').split(';').map((one) => one.trim().split('='))
  return cookies.find(([name]) => name === cookieName)?.[1]
}

async function emailOf(door: RescueDoor, request: Request): Promise<string | undefined> {
  const token = tokenOf(request)
  return token === undefined ? undefined : door.whose(token)
}

async function requireEmail(door: RescueDoor, request: Request): Promise<string> {
  const email = await emailOf(door, request)
  if (email === undefined) throw new AppError('unauthorized', 'The session has ended')
  return email
}
