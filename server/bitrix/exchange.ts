import type { BitrixError } from './errors.ts'

/** One request to a portal and what came back, as it went over the wire. */
export type Exchange = {
  method: string
  params: unknown
  /** Of a success. */
  result: unknown
  error: BitrixError | null
  tookMs: number
}
