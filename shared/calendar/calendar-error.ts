/**
 * `yearMissing`: the production calendar has no data for a year that is needed.
 * `neverOpen`: the calendar has no open time within thirty years.
 * `outOfRange`: an instant outside 1971–2199. `badAmount`: a duration that is negative or no number.
 */
export type CalendarErrorCode = 'yearMissing' | 'neverOpen' | 'outOfRange' | 'badAmount'

/** Why business time could not be computed. Never a guess instead. */
export class CalendarError extends Error {
  override readonly name = 'CalendarError'
  readonly code: CalendarErrorCode
  /** The year without data, with `yearMissing`. */
  readonly year: number | undefined

  constructor(code: CalendarErrorCode, message: string, year?: number) {
    super(message)
    this.code = code
    this.year = year
  }
}
