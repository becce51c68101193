/** A history that cannot be reckoned with. `door.ts` refuses such ones, and more, by field. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError'
  readonly code: 'notRegistered'

  constructor(code: HistoryError['code'], message: string) {
    super(message)
    this.code = code
  }
}
