/**
 * Parameters as PHP reads them from a query: `fields[PHONE][0]=1`. An empty list or map, which a
 * query cannot say, becomes an empty text; absent values are left out.
 */
export function encodePhpQuery(params: Record<string, unknown>): string {
  const pairs: string[] = []
  for (const [key, value] of Object.entries(params)) append(pairs, encodeURIComponent(key), value)
  return pairs.join('&')
}

function append(pairs: string[], name: string, value: unknown): void {
  if (value === undefined) return
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
    if (entries.length === 0) pairs.push(`${name}=`)
    for (const [key, inner] of entries) append(pairs, `${name}[${encodeURIComponent(key)}]`, inner)
    return
  }
  pairs.push(`${name}=${encodeURIComponent(textOf(value))}`)
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '0'
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
