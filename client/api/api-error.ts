import type { ErrorCode, ErrorDetails } from '../../shared/api/errors.ts'

/**
 * What the server names, and what only a client meets: `offline` no answer came, `unreadable` the
 * answer was not what we know, `reloadNeeded` the page was opened without the portal's form post.
 */
export type ApiErrorCode = ErrorCode | 'offline' | 'unreadable' | 'reloadNeeded'

/** A request failed; i18n `errors.{code}` says it in words. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ApiErrorCode
  /** Path of the field at fault, where one is: 'persons.0.email'. */
  readonly field: string | undefined

  /** What the words for people are filled with. */
  readonly details: ErrorDetails

  constructor(
    code: ApiErrorCode,
    field?: string,
    { message = code, details = {} }: { message?: string; details?: ErrorDetails } = {},
  ) {
    super(message)
    this.code = code
    this.field = field
    this.details = details
  }
}
