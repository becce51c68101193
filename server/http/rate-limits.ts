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
 */
export function countRefusals({ limit, minutes }: Limit) {
  const refusals = new MemoryStore()
  refusals.init({ windowMs: minutes * 60_000 } as Options)
  const addressOf = ({ ip = '' }: Request) => ipKeyGenerator(ip)

  const count: RequestHandler = (request, response, next) => {
    response.setHeader('RateLimit-Limit', limit)
    const address = addressOf(request)
    response.once('close', () => {
      const isTaken = response.writableFinished && response.statusCode < 400
      if (!isTaken) void refusals.increment(address)
    })
    next()
  }

  /** @param isProven whether somebody who would be held up is none of those who were refused */
  const holdUp =
    (isProven: (request: Request) => Promise<boolean>): RequestHandler =>
    async (request, _response, next) => {
      const known = await refusals.get(addressOf(request))
      const isOver = known !== undefined && known.totalHits >= limit
      if (isOver && !(await isProven(request))) throw tooMany(minutes)
      next()
    }

  return { count, holdUp }
}

/** Whoever was refused too often is held up, whatever he says. */
export function limitRefusals(limit: Limit): RequestHandler[] {
  const { count, holdUp } = countRefusals(limit)
  return [count, holdUp(() => Promise.resolve(false))]
}

function tooMany(minutes: number): AppError {
  const wait = minutes === 1 ? 'a minute' : `${String(minutes)} minutes`
  return new AppError('tooManyAttempts', `Too many requests; wait ${wait}`)
}
