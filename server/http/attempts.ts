import type { RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import { AppError } from '../errors.ts'

const tenMinutesMs = 10 * 60_000

/** So many requests of one address in ten minutes; the others are told to wait. */
export const attempts = (limit: number): RequestHandler =>
  rateLimit({
    windowMs: tenMinutesMs,
    limit,
    standardHeaders: true,
    legacyHeaders: false,
    handler: (_request, _response, next) => {
      next(new AppError('tooManyAttempts', 'Too many attempts; wait ten minutes'))
    },
  })
