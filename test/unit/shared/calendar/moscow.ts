/** '2026-11-23 17:50' by Moscow's clocks, which have stood at UTC+3 since 2014. */
export function moscow(text: string): number {
  const at = Date.parse(`${text.replace(' ', 'T')}+03:00`)
  if (Number.isNaN(at)) throw new RangeError(text)
  return at
}

/** The reverse, for readable failures: '2026-11-23 17:50'. */
export function moscowText(at: number | null): string | null {
  if (at === null) return null
  return new Date(at + 3 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}

export const hour = 3_600_000
export const minute = 60_000
