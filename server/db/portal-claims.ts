import type { Ours } from './ours.ts'

/**
 * Who looks after which portal. One process at a time reads a portal's signals, delivers to it and
 * sweeps it, so that its limit holds and nothing is sent twice however many replicas there are.
 */
export type PortalClaims = {
  /** Takes what nobody looks after, and gives back what is more than our share; every second. */
  refresh(): Promise<boolean>
  /** One step of a job on what is ours; no portal is given back before it ends. */
  use(step: (ours: Ours) => Promise<boolean>): Promise<boolean>
  /** @returns whether a portal that is ours now has been so ever since, asked at any time later */
  term(memberId: string): () => boolean
  close(): Promise<void>
}

/** There is nobody else. */
export const soleClaims: PortalClaims = {
  refresh: () => Promise.resolve(false),
  use: (step) => step('all'),
  term: () => () => true,
  close: () => Promise.resolve(),
}
