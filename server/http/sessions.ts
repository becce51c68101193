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

/** Short tokens of our own, kept in the page's memory: the frame has neither cookies nor storage. */
export function createSessions(secret: string, clock: Clock) {
  const key = new TextEncoder().encode(secret)

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
        .sign(key)
      return { token, expiresAt }
    },

    /** @throws AppError 'unauthorized' for anything but a token of ours that still holds */
    async verify(token: string): Promise<SessionClaims> {
      try {
        const options = { ...names, algorithms: ['HS256'], currentDate: new Date(clock.now()) }
        const { payload } = await jwtVerify(token, key, options)
        return payloadSchema.parse(payload)
      } catch (cause) {
        throw new AppError('unauthorized', 'The session has ended', { cause })
      }
    },
  }
}
