import { type SeenLine } from './traffic.ts'
import { mapOf, numberOf, textOf } from './values.ts'

const secretNames =
  /^(auth|auth_id|refresh_id|access_token|refresh_token|application_token|client_secret|event_token|app_sid)$/i
const secretInAddress = /\b(auth|token)=[^&\s"]+/g
const longText = 4_000

/** A value fit to be shown: nothing in it opens a door, and no file fills the screen. */
function shown(value: unknown, name: string): unknown {
  if (typeof value === 'string') {
    if (secretNames.test(name) && value.length >= 20) return '••••'
    const text = value.replace(secretInAddress, '$1=••••')
    return text.length > longText ? `${text.slice(0, 80)}… (${text.length} знаков)` : text
  }
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((inner) => shown(inner, ''))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(inner, key)]))
}

/** What the line is about: a method, an event, the place of a frame, the path of a file. */
function nameOf(line: SeenLine['line']): string {
  const payload = mapOf(line['payload'])
  const names = [line['method'], line['grant'], line['path'], payload?.['event']]
  return names.concat(payload?.['PLACEMENT'], payload?.['code']).map(textOf).find(Boolean) ?? ''
}

/** How it ended; events and frames end nowhere that we could see. */
function outcomeOf(line: SeenLine['line']) {
  const body = mapOf(line['body'])
  const given = body?.['error'] ?? line['error']
  const status = numberOf(line['status'])
  const fault = textOf(line['fault'])
  const isRefused = given !== undefined || (status ?? 0) >= 400
  return {
    status,
    // Some methods refuse with an empty code.
    error: isRefused ? textOf(given) || textOf(body?.['error_description']) : '',
    fault,
    isProblem: isRefused || fault !== '',
  }
}

/** A recorded line as the traffic page shows it. */
export function trafficView({ seq, at, line }: SeenLine) {
  const seconds = numberOf(mapOf(mapOf(line['body'])?.['time'])?.['duration'])
  return {
    seq,
    at,
    kind: textOf(line['kind']),
    portal: textOf(line['portal']),
    caller: textOf(line['caller']),
    isInBatch: line['via'] === 'batch',
    name: nameOf(line),
    ...outcomeOf(line),
    ms: seconds === null ? null : Math.round(seconds * 10_000) / 10,
    sent: shown(line['params'] ?? line['payload'], ''),
    got: shown(line['body'], ''),
  }
}
