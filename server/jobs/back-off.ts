import type { BitrixError } from '../bitrix/errors.ts'

const longestMs = 10 * 60_000

/** How long to wait after so many failed attempts: at least as long as the portal asks for. */
export const backOffMs = (attempts: number, error: unknown): number =>
  Math.max(askedMs(error), Math.min(1000 * 2 ** attempts, longestMs))

function askedMs(error: unknown): number {
  if (!(error instanceof Error)) return 0
  return (error as Partial<BitrixError>).retryAfterMs ?? 0
}
