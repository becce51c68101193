import type { Request, RequestHandler } from 'express'
import { isManager, type OfficeRole } from '../../shared/api/office.ts'
import { AppError } from '../errors.ts'
import type { SessionClaims, Sessions } from './sessions.ts'

/** Who asks: as his token proves, and what he may do by now. */
export type Caller = SessionClaims & {
  /** null in a portal that is not a partner's. */
  officeRole: OfficeRole | null
  /** Of the partner: duty managers and administrators. */
  isManager: boolean
}

const callers = new WeakMap<Request, Caller>()

export type RoleOf = (claims: SessionClaims) => Promise<OfficeRole | null>

/** Lets only requests with a session of ours through. The portal of a request is the session's. */
export function requireSession(sessions: Sessions, roleOf: RoleOf): RequestHandler {
  return async (request, _response, next) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (token === undefined) throw new AppError('unauthorized', 'A session is needed')
    const claims = await sessions.verify(token)
    const officeRole = await roleOf(claims)
    callers.set(request, { ...claims, officeRole, isManager: isManager(officeRole) })
    next()
  }
}

export const requireAdmin: RequestHandler = (request, _response, next) => {
  if (!sessionOf(request).isAdmin)
    throw new AppError('forbidden', 'Only an administrator of the portal may do this')
  next()
}

/** Whoever sees to it that things work: administrators of any portal, and the partner's managers. */
export const requireCaretaker: RequestHandler = (request, _response, next) => {
  const { isAdmin, isManager: manages } = sessionOf(request)
  if (!isAdmin && !manages)
    throw new AppError('forbidden', 'Only those who look after it may see it')
  next()
}

/** In the partner's portal, of those who have this role or a higher one. */
export const requireOffice =
  (role: 'dutyManager' | 'administrator'): RequestHandler =>
  (request, _response, next) => {
    const { officeRole } = sessionOf(request)
    if (officeRole === null)
      throw new AppError('forbidden', 'This is kept in the portal of the partner')
    if (officeRole !== role && officeRole !== 'administrator')
      throw new AppError('forbidden', `Only a ${role} may do this`)
    next()
  }

export function sessionOf(request: Request): Caller {
  const caller = callers.get(request)
  if (!caller) throw new AppError('unauthorized', 'A session is needed')
  return caller
}
