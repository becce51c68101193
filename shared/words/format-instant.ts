import type { Instant } from '../time.ts'

type Locale = 'ru' | 'en'

const dayMs = 24 * 60 * 60_000

/** Zones that people know by a name; others show their distance from Greenwich. */
const zoneNames: Record<string, Record<Locale, string>> = {
  'Europe/Moscow': { ru: 'МСК', en: 'MSK' },
}

/** «пн, 23 ноября, 10:00 МСК». @param zone IANA name @param locale 'ru' or 'en' */
export function formatInstant(instant: Instant, zone: string, locale: string): string {
  const { date, time, name } = partsOf(instant, zone, locale)
  return `${date}, ${time} ${name}`
}

/** «пн, 23 ноября, 10:00 – 10:30 МСК»; both days where they differ. */
export function formatSpan(
  { from, to }: { from: Instant; to: Instant },
  zone: string,
  locale: string,
): string {
  const [begin, end] = [partsOf(from, zone, locale), partsOf(to, zone, locale)]
  const isOneDay = begin.date === end.date && begin.name === end.name && to - from < dayMs
  if (isOneDay) return `${begin.date}, ${begin.time} – ${end.time} ${end.name}`
  return `${formatInstant(from, zone, locale)} – ${formatInstant(to, zone, locale)}`
}

function partsOf(instant: Instant, zone: string, locale: string) {
  const language = languageOf(locale)
  const { date, time } = formatsOf(zone, language)
  return {
    date: date.format(instant),
    time: time.format(instant),
    name: zoneName(instant, zone, language),
  }
}

type Formats = { date: Intl.DateTimeFormat; time: Intl.DateTimeFormat }

/** Kept, because to make one takes much longer than to use it. */
const formats = new Map<string, Formats>()

function formatsOf(zone: string, language: Locale): Formats {
  const key = `${language} ${zone}`
  const known = formats.get(key)
  if (known) return known
  const inZone = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone: zone, ...options })
  const made = {
    date: inZone({ weekday: 'short', day: 'numeric', month: 'long' }),
    time: inZone({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  }
  formats.set(key, made)
  return made
}

/** «7 ноября 2026». @param date 'YYYY-MM-DD' */
export function formatDay(date: string, locale: string): string {
  return new Intl.DateTimeFormat(languageOf(locale), { timeZone: 'UTC', dateStyle: 'long' }).format(
    Date.parse(date),
  )
}

/** «МСК», else the IANA name. */
export function zoneLabel(zone: string, locale: string): string {
  return zoneNames[zone]?.[languageOf(locale)] ?? zone
}

function zoneName(instant: Instant, zone: string, locale: Locale): string {
  const known = zoneNames[zone]?.[locale]
  if (known !== undefined) return known
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'shortOffset' })
  return parts.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? zone
}

const units: Record<Locale, { hours: string; minutes: string; less: string }> = {
  ru: { hours: 'ч', minutes: 'мин', less: 'меньше минуты' },
  en: { hours: 'h', minutes: 'min', less: 'less than a minute' },
}

/** «1 ч 20 мин»: whole minutes, never days, because a working day has no fixed length. */
export function formatDuration(ms: number, locale = 'ru'): string {
  const words = units[languageOf(locale)]
  const minutes = Math.floor(Math.abs(ms) / 60_000)
  if (minutes === 0) return words.less
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return [
    ...(hours > 0 ? [`${hours} ${words.hours}`] : []),
    ...(rest > 0 ? [`${rest} ${words.minutes}`] : []),
  ].join(' ')
}

const languageOf = (locale: string): Locale => (locale === 'en' ? 'en' : 'ru')
