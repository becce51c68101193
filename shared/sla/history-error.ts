/** Why a history cannot be reckoned with; `field` is a path such as 'history[3].at'. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError'
  readonly code: 'notRegistered' | 'factFromFuture' | 'factBeforeRegistration' | 'consentsMissing'
  readonly field: string

  constructor(code: HistoryError['code'], field: string) {
    super(`${code}: ${field}`)
    this.code = code
    this.field = field
  }
}
