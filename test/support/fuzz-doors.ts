import { gzipSync } from 'node:zlib'
import type { Random } from '../torture/random.ts'
import { nastyText, nastyValue, spoilt } from './nasty-values.ts'
import type { Route } from './route-table.ts'

/** A request as somebody sends it who means no good, or whose program is broken. */
export type Attempt = {
  /** As it is declared: «POST /api/basket/:id». */
  door: string
  method: string
  path: string
  headers: Record<string, string>
  body: Buffer | null
}

export type Ground = {
  routes: readonly Route[]
  /** What doors take that read JSON, by «POST /path». */
  bodies: Record<string, unknown>
  /** What doors take that read forms. */
  forms: Record<string, Record<string, string>>
  /** Ids that exist, by the part of an address after which they stand; the last one counts. */
  ids: readonly (readonly [string, string])[]
  itemIds: readonly number[]
  tokens: readonly string[]
  rescueCookie: string
  /** Of our own pages. */
  origin: string
}

const jsonType = 'application/json'
const formType = 'application/x-www-form-urlencoded'
const queryKeys = [
  ...['after', 'assignee', 'code', 'contract', 'customer', 'DOMAIN', 'engineer', 'from', 'kind'],
  ...[
    'level',
    'locale',
    'of',
    'PROTOCOL',
    'search',
    'sort',
    'to',
    'view',
    '__proto__[a]',
    'a[][b]',
  ],
] as const
const goodQueries = ['2026-11', '2026-01', '1', '3', 'ru', 'all', 'newest', 'registered'] as const

/** A request to one of the doors: now and then as it should be, mostly spoilt. */
export function attemptOf(ground: Ground, random: Random): Attempt {
  const route = pickOf(ground.routes, random)
  const path = (pathOf(route, ground, random) || '/') + queryOf(route, random)
  const headers = headersOf(ground, random)
  const { method } = route
  const door = `${method} ${route.path}`
  if (method === 'GET') return { door, method, path, headers, body: null }
  const { type, body } = bodyOf(door, ground, random)
  const length = { 'content-length': String(body.length) }
  return { door, method, path, headers: { ...headers, ...type, ...length }, body }
}

const pickOf = <T>(list: readonly T[], random: Random): T => {
  const one = list[random.below(list.length)]
  if (one === undefined) throw new Error('There is nothing to pick from')
  return one
}

function pathOf({ path }: Route, ground: Ground, random: Random): string {
  const known = ground.ids.findLast(([part]) => path.includes(part))?.[1]
  const [, contractId = ''] = ground.ids[0] ?? []
  const fitting: Record<string, () => string> = {
    itemId: () => String(pickOf(ground.itemIds, random)),
    id: () => known ?? pickOf(ground.ids, random)[1],
    contractId: () => contractId,
    month: () => random.pick(['2026-11', '2026-10', '2026-12']),
    document: () => random.pick(['act.pdf', 'statement.xlsx', 'entries.csv']),
  }
  return path.replace(/:(\w+)/g, (_all, name: string) => {
    if (random.chance(0.1)) return random.pick(['%', '%zz', '%00', '%ff%fe', '..', '%2e%2e%2f'])
    if (random.chance(0.1)) return encoded(nastyText(random))
    if (random.chance(0.1)) return encodeURIComponent(pickOf(ground.ids, random)[1])
    return encodeURIComponent(fitting[name]?.() ?? String(random.below(9)))
  })
}

/** Half a surrogate has no place in an address. */
const encoded = (text: string) => encodeURIComponent(Buffer.from(text).toString()).slice(0, 4000)

function queryOf({ method }: Route, random: Random): string {
  if (random.chance(method === 'GET' ? 0.3 : 0.9)) return ''
  const pairs = Array.from({ length: 1 + random.below(4) }, () => {
    const value = random.chance(0.6) ? random.pick(goodQueries) : encoded(nastyText(random))
    return `${random.pick(queryKeys)}=${value}`
  })
  return `?${pairs.join('&')}`
}

function headersOf({ tokens, rescueCookie, origin }: Ground, random: Random) {
  const headers: Record<string, string> = {
    // So that no limit of requests per address hides what stands behind it.
    'x-forwarded-for': [10, 0, 0, 0].map((part) => part || random.below(256)).join('.'),
    origin,
    cookie: `rescue=${random.chance(0.9) ? rescueCookie : 'x'.repeat(random.below(2000))}`,
  }
  if (random.chance(0.95)) headers['authorization'] = `Bearer ${pickOf(tokens, random)}`
  else headers['authorization'] = random.pick(['Bearer ', 'Bearer a.b.c', 'Basic Og==', 'x'])
  return headers
}

type Body = { type: Record<string, string>; body: Buffer }

function bodyOf(door: string, ground: Ground, random: Random): Body {
  if (random.chance(0.15)) return rawBody(random)
  const form = ground.forms[door]
  if (form) return { type: { 'content-type': formType }, body: formOf(form, random) }
  let body = ground.bodies[door]
  for (let rounds = random.below(4); rounds > 0; rounds--) body = spoilt(body, random)
  return { type: { 'content-type': jsonType }, body: Buffer.from(JSON.stringify(body ?? null)) }
}

function formOf(form: Record<string, string>, random: Random): Buffer {
  let entries = Object.entries(form)
  for (let rounds = random.below(4); rounds > 0; rounds--) entries = spoiltForm(entries, random)
  return Buffer.from(new URLSearchParams(entries).toString())
}

function spoiltForm(entries: [string, string][], random: Random): [string, string][] {
  const at = random.below(entries.length)
  const [key, value] = entries[at] ?? ['data', '']
  const rest = entries.filter((_entry, index) => index !== at)
  const changed = random.pick<[string, string][]>([
    [],
    [[key, nastyText(random)]],
    [[nastyText(random), value]],
    [[`${key}[]`, nastyText(random)]],
    [[`${key}${'[a]'.repeat(40)}`, '1']],
  ])
  return [...rest, ...changed]
}

/** What is no body at all, too large a one, or one in clothes that do not fit. */
function rawBody(random: Random): Body {
  const type = random.pick<Record<string, string>>([
    { 'content-type': jsonType },
    { 'content-type': formType },
    { 'content-type': `${jsonType}; charset=utf-7` },
    { 'content-type': `${jsonType}; charset=utf-16` },
    { 'content-type': 'text/plain' },
    { 'content-type': 'multipart/form-data; boundary=' },
    { 'content-type': jsonType, 'content-encoding': 'gzip' },
    { 'content-type': formType, 'content-encoding': 'br' },
    { 'content-type': jsonType, 'content-encoding': 'x-none' },
    {},
  ])
  const body = random.pick([
    () => Buffer.alloc(0),
    () => Buffer.from('{"a":'),
    () => Buffer.from('\ufeff{}'),
    () => Buffer.from(JSON.stringify(nastyValue(random) ?? null)),
    () => Buffer.from('['.repeat(20_000)),
    () => Buffer.from(`{"a":${'{"a":'.repeat(5000)}1${'}'.repeat(5001)}`),
    () => Buffer.from('a=1&'.repeat(5000)),
    () => Buffer.from('x'.repeat(300_000)),
    () => gzipSync(Buffer.alloc(2_000_000, '[')),
    () => Buffer.from(Array.from({ length: 200 }, () => random.below(256))),
  ])()
  return { type, body }
}
