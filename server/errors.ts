import type { ErrorCode, ErrorDetails } from '../shared/api/errors.ts'

type Options = ErrorOptions & { field?: string; details?: ErrorDetails }

/** Somebody else has changed the ticket since it was read: read it again and decide anew. */
export class StaleError extends Error {
  override readonly name = 'StaleError'
}

/** A failure this program understands; anything else thrown is a bug and is reported as one. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  /** Path of the field at fault, where one is. */
  readonly field: string | undefined
  readonly details: ErrorDetails | undefined

  constructor(code: ErrorCode, message: string, options?: Options) {
    super(message, options)
    this.code = code
    this.field = options?.field
    this.details = options?.details
  }
}
