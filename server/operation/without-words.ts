const deepest = 6
const mostEntries = 60

/**
 * A value as it may stand in a log: keys, numbers and flags stay, of texts only their length, of lists
 * the beginning. Neither secrets nor what people wrote can be read from it.
 */
export function withoutWords(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return `${value.length} characters`
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) return '…'
  if (Array.isArray(value)) return listWithoutWords(value, depth)
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, mostEntries)
      .map(([key, part]) => [key, withoutWords(part, depth + 1)]),
  )
}

const shownOfLists = 3

function listWithoutWords(list: readonly unknown[], depth: number): unknown[] {
  const shown = list.slice(0, shownOfLists).map((part) => withoutWords(part, depth + 1))
  const more = list.length - shown.length
  return more > 0 ? [...shown, `and ${more} more`] : shown
}
