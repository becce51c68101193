import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { Clock } from '../../shared/time.ts'
import { AppError } from '../errors.ts'

export type SessionClaims = {
  memberId: string
  userId: number
  name: string
  isAdmin: boolean
}

export type Sessions = ReturnType<typeof createSessions>

const lifetimeMs = 15 * 60_000
const names = { issuer: 'sla-desk', audience: 'sla-desk-client' }

const payloadSchema = z.object({
  memberId: z.string(),
  userId: z.number().int(),
  name: z.string(),
  isAdmin: z.boolean(),
})

/**
 * Short tokens of our own, kept in the page's memory: the frame has neither cookies nor storage.
 *
 * @param secrets the first signs, all of them are believed: so that one can be
 *   replaced without anybody noticing
 */
export function createSessions(secrets: readonly string[], clock: Clock) {
  const keys = secrets.map((secret) => new TextEncoder().encode(secret))
  const [newest] = keys
  if (!newest) throw new Error('Sessions need a secret')

  return {
    async sign(claims: SessionClaims): Promise<{ token: string; expiresAt: number }> {
      const now = clock.now()
      const expiresAt = now + lifetimeMs
      const token = await new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(names.issuer)
        .setAudience(names.audience)
        .setIssuedAt(Math.floor(now / 1000))
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(newest)
      return { token, expiresAt }
    },

    /** @throws AppError 'unauthorized' for anything but a token of ours that still holds */
    async verify(token: string): Promise<SessionClaims> {
      const options = { ...names, algorithms: ['HS256'], currentDate: new Date(clock.now()) }
      try {
        const { payload } = await Promise.any(keys.map((key) => jwtVerify(token, key, options)))
        return payloadSchema.parse(payload)
      } catch (cause) {
        throw new AppError('unauthorized', 'The session has ended', { cause })
      }
    },
  }
}
