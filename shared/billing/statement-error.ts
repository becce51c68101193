/** A month that cannot be stated as one. */
export class StatementError extends Error {
  override readonly name = 'StatementError'
  readonly code: 'mixedCurrencies'

  constructor(code: 'mixedCurrencies', message: string) {
    super(message)
    this.code = code
  }
}
