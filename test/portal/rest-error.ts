/** A refusal as Bitrix24 words it: `{error, error_description}` with an HTTP status. */
export class RestError extends Error {
  readonly code: string | number
  readonly status: number
  /** Further keys of the answer, such as `argument`. */
  readonly extra: Record<string, unknown>

  /** Set when a fault of the switchboard is the cause; the recording bears it. */
  fault?: string

  constructor(
    code: string | number,
    description: string,
    options: { status?: number; extra?: Record<string, unknown> } = {},
  ) {
    super(description)
    this.code = code
    this.status = options.status ?? 400
    this.extra = options.extra ?? {}
  }

  body(): Record<string, unknown> {
    return { error: this.code, error_description: this.message, ...this.extra }
  }
}
