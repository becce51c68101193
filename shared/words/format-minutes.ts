import { formatDuration } from './format-instant.ts'

/** «1 ч 20 мин», «−10 мин» of a correction, «0 мин». */
export function formatMinutes(minutes: number, locale: string): string {
  const whole = Math.round(minutes)
  if (whole === 0) return locale === 'en' ? '0 min' : '0 мин'
  return `${whole < 0 ? '−' : ''}${formatDuration(Math.abs(whole) * 60_000, locale)}`
}
