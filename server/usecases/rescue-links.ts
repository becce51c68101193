import type { Instant } from '../../shared/time.ts'
import type { Stores } from '../db/database.ts'

type Deps = {
  /** 256 random bits, in letters that fit into an address. */
  newToken: () => string
  hashOf: (token: string) => string
  /** Of the rescue page. */
  pageUrl: string
}

/** One-time links by which the owner of a mailbox comes in; whoever asks sends them there. */
export function createRescueLinks({ newToken, hashOf, pageUrl }: Deps) {
  return async function addRescueLink(
    { rescue }: Pick<Stores, 'rescue'>,
    { email, expiresAt }: { email: string; expiresAt: Instant },
  ): Promise<{ url: string; tokenHash: string }> {
    const token = newToken()
    const tokenHash = hashOf(token)
    await rescue.addLink({ tokenHash, email, expiresAt })
    return { url: `${pageUrl}#${token}`, tokenHash }
  }
}

export type AddRescueLink = ReturnType<typeof createRescueLinks>
