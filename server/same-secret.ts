import { timingSafeEqual } from 'node:crypto'

/** Whether a secret that somebody sent is ours; how long it takes tells nothing of where they differ. */
export function isSameSecret(given: string, ours: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(ours)]
  return one.length === other.length && timingSafeEqual(one, other)
}
