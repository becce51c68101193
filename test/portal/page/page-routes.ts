import { type IncomingMessage, type ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { type Portal, type PortalRoute } from '../types.ts'
import { pageActions } from './page-actions.ts'
import { sessionCookieName, sessionUser } from './session-user.ts'

const PAGES =
  /^\/($|crm\/(type|lead|deal|contact|company)\/|marketplace\/|company\/personal\/user\/\d+\/)/
const ASSET = /^\/_page\/assets\/([a-z0-9-]+\.(?:js|css|svg))$/
const ACTION = /^\/_page\/([a-z-]+)$/
const CONTENT_TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}
/** Only what the page needs: its own files, and frames and forms of any application. */
const PAGE_POLICY =
  "default-src 'self'; img-src 'self' data:; frame-src http: https:; form-action http: https:; " +
  "base-uri 'none'; frame-ancestors 'self'"

/** The portal's user interface: desk, lists, cards, the application's page and what they call. */
export const pageRoutes: PortalRoute = async (request, response, portal) => {
  const path = new URL(request.url ?? '/', portal.url).pathname
  if (request.method === 'POST') return await answerAction(request, response, { portal, path })
  if (request.method !== 'GET') return false
  const asset = ASSET.exec(path)?.[1]
  if (asset !== undefined) return await sendAsset(response, asset)
  if (!PAGES.test(path)) return false
  await sendPage(request, response, portal)
  return true
}

async function sendPage(request: IncomingMessage, response: ServerResponse, portal: Portal) {
  const userId = sessionUser(request, portal)
  if (userId !== null) {
    const cookie = `${sessionCookieName(portal)}=${userId}; Path=/; HttpOnly; SameSite=Lax`
    response.setHeader('Set-Cookie', cookie)
  }
  response.setHeader('Content-Security-Policy', PAGE_POLICY)
  await sendAsset(response, 'page.html')
}

async function sendAsset(response: ServerResponse, name: string): Promise<boolean> {
  const content = await readFile(new URL(`assets/${name}`, import.meta.url)).catch(() => null)
  if (content === null) return false
  response.setHeader('Content-Type', CONTENT_TYPES[extname(name)] ?? 'text/html; charset=utf-8')
  response.setHeader('Cache-Control', 'no-store')
  response.end(content)
  return true
}

async function answerAction(
  request: IncomingMessage,
  response: ServerResponse,
  { portal, path }: { portal: Portal; path: string },
): Promise<boolean> {
  const action = pageActions[ACTION.exec(path)?.[1] ?? '']
  if (action === undefined) return false
  // JSON only: a form of a foreign site could otherwise act in the person's name.
  if (request.headers['content-type'] !== 'application/json') {
    sendJson(response, 415, { error: 'JSON_EXPECTED' })
    return true
  }
  try {
    const { status, body } = await action(await readJson(request), portal)
    sendJson(response, status, body)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    sendJson(response, 400, { error: 'PAGE_ACTION_FAILED', error_description: text })
  }
  return true
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status
  response.setHeader('Content-Type', 'application/json; charset=utf-8')
  response.setHeader('Cache-Control', 'no-store')
  response.end(JSON.stringify(body))
}
