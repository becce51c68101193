import { textOf } from './values.ts'

/** What a PHP program sees of a form: strings, lists and maps, nested by brackets. */
export type PhpValue = string | PhpValue[] | { [key: string]: PhpValue }

type Node = Map<string, Node | string>

const pathOf = (name: string): string[] => {
  const open = name.indexOf('[')
  if (open <= 0) return [name]
  const inner = [...name.slice(open).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '')
  return [name.slice(0, open), ...inner]
}

const nextIndex = (node: Node): string => {
  const indexes = [...node.keys()].filter((key) => /^\d+$/.test(key)).map(Number)
  return String(indexes.length ? Math.max(...indexes) + 1 : 0)
}

function put(root: Node, path: string[], value: string): void {
  let node = root
  path.forEach((part, depth) => {
    const key = part === '' ? nextIndex(node) : part
    if (depth === path.length - 1) {
      node.set(key, value)
      return
    }
    let next = node.get(key)
    if (!(next instanceof Map)) {
      next = new Map()
      node.set(key, next)
    }
    node = next
  })
}

function plain(node: Node | string): PhpValue {
  if (typeof node === 'string') return node
  const entries = [...node].map(([key, value]) => [key, plain(value)] as const)
  const isList = entries.length > 0 && entries.every(([key], index) => key === String(index))
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries)
}

/** Decodes `a[b][0]=1&c[]=2` the way PHP does; a map with the keys 0…n becomes a list. */
export function parsePhpForm(text: string): Record<string, PhpValue> {
  const root: Node = new Map()
  for (const [name, value] of new URLSearchParams(text)) put(root, pathOf(name), value)
  return Object.fromEntries([...root].map(([key, value]) => [key, plain(value)]))
}

function* pairs(prefix: string, value: unknown): Generator<[string, string]> {
  if (value === null || value === undefined) return
  if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      yield* pairs(prefix === '' ? key : `${prefix}[${key}]`, inner)
    }
    return
  }
  yield [prefix, textOf(value)]
}

/** Encodes nested data as PHP's http_build_query does; null and empty maps vanish. */
export function encodePhpForm(data: Record<string, unknown>): string {
  return new URLSearchParams([...pairs('', data)]).toString()
}
