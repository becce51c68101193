import type { Instant } from '../../shared/time.ts'

const two = (value: number) => String(value).padStart(2, '0')

/** An instant as a field of type datetime-local holds it, in the viewer's zone; seconds are cut off. */
export function asLocalText(instant: Instant): string {
  const at = new Date(instant)
  const date = `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** @returns null for what is no time */
export function fromLocalText(text: string): Instant | null {
  const instant = new Date(text).getTime()
  return Number.isNaN(instant) ? null : instant
}
