import { readFile } from 'node:fs/promises'
import { type IncomingMessage, type ServerResponse } from 'node:http'
import { extname } from 'node:path'
import { sendJson } from './http.ts'
import { tariffs } from './limits.ts'
import { type PortalState } from './state.ts'
import { trafficView } from './traffic-view.ts'
import { type World } from './world.ts'

export const trafficPath = '/_emulator/traffic'

const assets = new Set([
  'traffic.js',
  'traffic-row.js',
  'traffic-budgets.js',
  'traffic.css',
  'dom.js',
  'icon.svg',
])
const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}
const policy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
const budgetEveryMs = 1_000

/** What is left of the limits of one portal; boxes have none. */
function budgetOf(world: World, portal: PortalState) {
  const { tariff } = world.switches
  const isLimited = tariff !== null && portal.edition === 'cloud'
  return {
    portal: portal.domain,
    title: portal.title,
    edition: portal.edition,
    faults: portal.faults.list().map(({ fault, target = '' }) => `${fault} ${target}`.trim()),
    limits: isLimited
      ? { ...tariffs[tariff], ...portal.limits.usage(tariff) }
      : { capacity: 0, leakPerSecond: 0, levels: {}, work: [] },
  }
}

/** Server-sent events: `line` for every line, `budgets` again and again. */
function feed(world: World, request: IncomingMessage, response: ServerResponse): void {
  const send = (event: string, data: unknown, id?: number) => {
    const head = id === undefined ? '' : `id: ${id}\n`
    response.write(`${head}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  const tellBudgets = () => {
    send(
      'budgets',
      world.portals.map((portal) => budgetOf(world, portal)),
    )
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  tellBudgets()
  const latest = world.traffic.latest()
  const known = Number(request.headers['last-event-id'] ?? 0)
  // A number that we have not reached is from before a restart.
  const isOurs = known <= (latest.at(-1)?.seq ?? 0)
  for (const seen of latest) {
    if (!isOurs || seen.seq > known) send('line', trafficView(seen), seen.seq)
  }
  const unwatch = world.traffic.watch((seen) => {
    send('line', trafficView(seen), seen.seq)
  })
  const timer = setInterval(tellBudgets, budgetEveryMs)
  response.once('close', () => {
    clearInterval(timer)
    unwatch()
  })
}

/** What portals are asked and tell, live, for people who look for a fault. */
export async function trafficDoor(
  world: World,
  exchange: { request: IncomingMessage; response: ServerResponse; path: string },
): Promise<void> {
  const { request, response, path } = exchange
  const rest = path.slice(trafficPath.length).replace(/^\//, '')
  if (rest === 'feed') {
    feed(world, request, response)
    return
  }
  const name = rest === '' ? 'traffic.html' : rest
  if (rest !== '' && !assets.has(rest)) {
    sendJson(response, 404, { error: 'NOT_FOUND', error_description: 'No such page' })
    return
  }
  const content = await readFile(new URL(`page/assets/${name}`, import.meta.url))
  response.writeHead(200, {
    'content-type': contentTypes[extname(name)] ?? 'application/octet-stream',
    'cache-control': 'no-store',
    'content-security-policy': policy,
  })
  response.end(content)
}
