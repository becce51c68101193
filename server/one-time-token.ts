import { createHash, randomBytes } from 'node:crypto'

/** The secret of a one-time link: 256 random bits, in letters that fit into an address. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** As which a secret is kept. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
