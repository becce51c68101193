import type { Request, RequestHandler } from 'express'
import { AppError } from '../errors.ts'
import type { SessionClaims, Sessions } from './sessions.ts'

const claimsOf = new WeakMap<Request, SessionClaims>()

/** Lets only requests with a session of ours through. The portal of a request is the session's. */
export function requireSession(sessions: Sessions): RequestHandler {
  return async (request, _response, next) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (token === undefined) throw new AppError('unauthorized', 'A session is needed')
    claimsOf.set(request, await sessions.verify(token))
    next()
  }
}

export const requireAdmin: RequestHandler = (request, _response, next) => {
  if (!sessionOf(request).isAdmin)
    throw new AppError('forbidden', 'Only an administrator of the portal may do this')
  next()
}

export function sessionOf(request: Request): SessionClaims {
  const claims = claimsOf.get(request)
  if (!claims) throw new AppError('unauthorized', 'A session is needed')
  return claims
}
