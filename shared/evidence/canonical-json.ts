/**
 * One text for one value: keys sorted by UTF-16 code units, no spaces, numbers and strings as
 * JSON writes them (as RFC 8785). Members that are undefined are left out, as in JSON.
 *
 * @throws TypeError for anything that JSON cannot hold: NaN, infinities, functions, class instances
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string')
    return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (isPlainObject(value)) {
    const keys = Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .sort(byCodeUnits)
    const members = keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`)
    return `{${members.join(',')}}`
  }
  throw new TypeError(`Not a JSON value: ${typeof value}`)
}

const byCodeUnits = (a: string, b: string) => (a < b ? -1 : 1)

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
