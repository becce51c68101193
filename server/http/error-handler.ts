import { randomUUID } from 'node:crypto'
import type { ErrorRequestHandler } from 'express'
import type { Logger } from 'pino'
import type { ErrorBody, ErrorCode } from '../../shared/api/errors.ts'
import { AppError } from '../errors.ts'
import { inertHeaders } from './inert-headers.ts'

const statusOf: Record<ErrorCode, number> = {
  badRequest: 400,
  unauthorized: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  workOverlaps: 409,
  consentsNeeded: 409,
  consentNeeded: 409,
  termsChanged: 409,
  lastOfList: 409,
  onDuty: 409,
  invitationInvalid: 422,
  tooManyAttempts: 429,
  portalRefused: 422,
  portalUnavailable: 503,
  internal: 500,
}

/** The one place where failures become HTTP. The body never says more than a person may know. */
export function createErrorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const requestId = randomUUID()
    const known = error instanceof AppError ? error : fromParser(error)
    const at = { err: error, path: request.path, requestId }
    if (known) log.info(at, 'request refused')
    else log.error(at, 'request failed')
    const body = bodyOf(known, requestId)
    response.set(inertHeaders).status(statusOf[body.code]).json(body)
  }
}

function bodyOf(known: AppError | undefined, requestId: string): ErrorBody {
  if (!known) return { code: 'internal', message: 'Internal error', requestId }
  const { code, message, field, details } = known
  return {
    ...{ code, message, requestId },
    ...(field !== undefined && { field }),
    ...(details && { details }),
  }
}

/**
 * Express's own parsers say 4xx in `status`: malformed JSON, too large a body, half a percent sign in
 * an address. Their words quote what was sent, which has no business in a log.
 */
function fromParser(error: unknown): AppError | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined
  const { status } = error
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined
  const field = error instanceof URIError ? 'address' : 'body'
  const problem = status === 413 ? 'is too large' : 'could not be read'
  return new AppError('badRequest', `The ${field} ${problem}`, { field })
}
