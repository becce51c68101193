import { type Reply } from './method.ts'
import { type Params, intOf, isYes, listOf, mapOf, numberOf, textOf } from './values.ts'

export const pageSize = 50

export type Column<Row> = {
  /** How values compare: numbers, instants (epoch ms), texts, or flags asked for by 1, 0, Y, N. */
  type: 'number' | 'time' | 'text' | 'flag'
  read(row: Row): unknown
}

export type Columns<Row> = {
  column(name: string): Column<Row> | undefined
  /** Reads an instant in the portal's zone. */
  instant(value: unknown): number | null
  /** What to do with a name that the list does not know; returning means: ignore it. */
  onUnknown(name: string, where: 'filter' | 'order'): void
}

const prefixes = [
  '!=%',
  '!%=',
  '>=',
  '<=',
  '!@',
  '!=',
  '!%',
  '=%',
  '%=',
  '>',
  '<',
  '=',
  '!',
  '@',
  '%',
]

const splitKey = (key: string): [prefix: string, name: string] => {
  const prefix = prefixes.find((candidate) => key.startsWith(candidate)) ?? ''
  return [prefix, key.slice(prefix.length)]
}

type Comparable = string | number | null

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || Array.isArray(value)

function comparable<Row>(value: unknown, column: Column<Row>, columns: Columns<Row>): Comparable {
  if (isNothing(value)) return null
  switch (column.type) {
    case 'number':
      return numberOf(value)
    case 'time':
      return typeof value === 'number' ? value : columns.instant(value)
    case 'flag':
      return isYes(value) ? 1 : 0
    case 'text':
      return textOf(value).toLowerCase()
  }
}

/** `%` in a pattern stands for any text. */
const likePattern = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split('%')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  )

type Test = (actual: Comparable, wanted: Comparable[]) => boolean

const ordered =
  (holds: (actual: string | number, wanted: string | number) => boolean): Test =>
  (actual, [first = null]) =>
    actual !== null && first !== null && holds(actual, first)

const isLike: Test = (actual, [first]) =>
  likePattern(String(first ?? '')).test(String(actual ?? ''))

const isOneOf: Test = (actual, wanted) =>
  wanted.length === 0 ? actual === null : wanted.includes(actual)

const tests: Record<string, Test> = {
  '>=': ordered((actual, wanted) => actual >= wanted),
  '<=': ordered((actual, wanted) => actual <= wanted),
  '>': ordered((actual, wanted) => actual > wanted),
  '<': ordered((actual, wanted) => actual < wanted),
  '%': (actual, [first]) => String(actual ?? '').includes(String(first ?? '')),
  '=%': isLike,
  '%=': isLike,
}

const negatives: Record<string, string> = {
  '!=%': '=%',
  '!%=': '%=',
  '!%': '%',
  '!@': '@',
  '!=': '=',
  '!': '=',
}

type Check<Row> = (row: Row) => boolean

/** One condition; names that the list does not know are refused here, rows or not. */
function condition<Row>(key: string, value: unknown, columns: Columns<Row>): Check<Row> {
  const [prefix, name] = splitKey(key)
  const column = columns.column(name)
  if (!column) {
    columns.onUnknown(name, 'filter')
    return () => true
  }
  const wanted = (Array.isArray(value) ? (value as unknown[]) : [value]).map((one) =>
    comparable(one, column, columns),
  )
  const positive = negatives[prefix]
  const isHit = tests[positive ?? prefix] ?? isOneOf
  const isFound = (raw: unknown) => isHit(comparable(raw, column, columns), wanted)
  return (row) => {
    const raw = column.read(row)
    const found = Array.isArray(raw) && raw.length ? raw.some(isFound) : isFound(raw)
    return positive === undefined ? found : !found
  }
}

/** Nested groups: `{"0":{"logic":"OR","0":{…},"1":{…}}}`. */
function compile<Row>(filter: Params, columns: Columns<Row>): Check<Row> {
  const isAny = textOf(filter['logic'] ?? filter['LOGIC']).toUpperCase() === 'OR'
  const checks = Object.entries(filter)
    .filter(([key]) => key.toLowerCase() !== 'logic')
    .map(([key, value]) => {
      const group = /^\d+$/.test(key) ? mapOf(value) : null
      return group ? compile(group, columns) : condition(key, value, columns)
    })
  return (row) => (isAny ? checks.some((check) => check(row)) : checks.every((check) => check(row)))
}

function compare(left: Comparable, right: Comparable): number {
  if (left === right) return 0
  if (left === null) return -1
  if (right === null) return 1
  return left < right ? -1 : 1
}

function sorted<Row>(rows: Row[], order: Params, columns: Columns<Row>): Row[] {
  const keys = Object.entries(order).flatMap(([name, direction]) => {
    const column = columns.column(name)
    if (!column) {
      columns.onUnknown(name, 'order')
      return []
    }
    return [{ column, sign: textOf(direction).toLowerCase() === 'desc' ? -1 : 1 }]
  })
  if (!keys.length) return rows
  return [...rows].sort((left, right) => {
    for (const { column, sign } of keys) {
      const difference = compare(
        comparable(column.read(left), column, columns),
        comparable(column.read(right), column, columns),
      )
      if (difference !== 0) return sign * difference
    }
    return 0
  })
}

export type ListRequest = { filter?: unknown; order?: unknown; start?: unknown }

/** One page of 50; `start=-1` gives the first rows without counting. */
export function listPage<Row>(rows: Row[], request: ListRequest, columns: Columns<Row>) {
  const chosen = rows.filter(compile(mapOf(request.filter) ?? {}, columns))
  const ordered = sorted(chosen, mapOf(request.order) ?? {}, columns)
  const start = intOf(request.start) ?? 0
  if (start < 0) return { rows: ordered.slice(0, pageSize), counts: {} }
  const next = start + pageSize
  return {
    rows: ordered.slice(start, next),
    counts: { ...(next < ordered.length && { next }), total: ordered.length },
  }
}

/** A page as a reply, its rows drawn and wrapped. */
export function listReply<Row>(
  page: { rows: Row[]; counts: { next?: number; total?: number } },
  draw: (rows: Row[]) => unknown,
): Reply {
  return { result: draw(page.rows), ...page.counts }
}

/** Names given in `select`; null = everything. */
export function selection(select: unknown): string[] | null {
  const names = listOf(select).map(textOf)
  return !names.length || names.includes('*') ? null : names
}
