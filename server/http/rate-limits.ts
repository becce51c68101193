import type { RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import { AppError } from '../errors.ts'

type Limit = {
  /** So many requests of one address … */
  limit: number
  /** … in so many minutes. */
  minutes: number
  /** Only those count that were refused: whoever can prove himself is never held up by himself. */
  onlyRefused?: boolean
}

/** Holds up whoever asks too often. Each process counts for itself. */
export const limitRequests = ({ limit, minutes, onlyRefused = false }: Limit): RequestHandler =>
  rateLimit({
    windowMs: minutes * 60_000,
    limit,
    skipSuccessfulRequests: onlyRefused,
    standardHeaders: true,
    legacyHeaders: false,
    handler: (_request, _response, next) => {
      const wait = minutes === 1 ? 'a minute' : `${String(minutes)} minutes`
      next(new AppError('tooManyAttempts', `Too many requests; wait ${wait}`))
    },
  })

/** Of doors at which somebody may guess. */
export const attempts = (limit: number): RequestHandler => limitRequests({ limit, minutes: 10 })
