import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator, MemoryStore, type Options, rateLimit } from 'express-rate-limit'
import { AppError } from '../errors.ts'

type Limit = {
  /** So many requests of one address … */
  limit: number
  /** … in so many minutes. */
  minutes: number
}

/** Holds up whoever asks too often. Each process counts for itself. */
export const limitRequests = ({ limit, minutes }: Limit): RequestHandler =>
  rateLimit({
    windowMs: minutes * 60_000,
    limit,
    standardHeaders: true,
    legacyHeaders: false,
    handler: (_request, _response, next) => {
      next(tooMany(minutes))
    },
  })

/** Of doors at which somebody may guess. */
export const attempts = (limit: number): RequestHandler => limitRequests({ limit, minutes: 10 })

/**
 * Only those count that were refused, and not before they are: the events of many portals come from
 * one address, hundreds at once. Who hangs up before the answer counts as refused.
 *
 * @param isProven whether somebody who would be held up is none of those who were refused
 */
export function limitRefusals(
  { limit, minutes }: Limit,
  isProven: (request: Request) => Promise<boolean> = () => Promise.resolve(false),
): RequestHandler {
  const refusals = new MemoryStore()
  refusals.init({ windowMs: minutes * 60_000 } as Options)
  return async (request, response, next) => {
    response.setHeader('RateLimit-Limit', limit)
    const address = ipKeyGenerator(request.ip ?? '')
    const known = await refusals.get(address)
    if (known !== undefined && known.totalHits >= limit && !(await isProven(request)))
      throw tooMany(minutes)
    response.once('close', () => {
      const isTaken = response.writableFinished && response.statusCode < 400
      if (!isTaken) void refusals.increment(address)
    })
    next()
  }
}

function tooMany(minutes: number): AppError {
  const wait = minutes === 1 ? 'a minute' : `${String(minutes)} minutes`
  return new AppError('tooManyAttempts', `Too many requests; wait ${wait}`)
}
