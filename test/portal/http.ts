import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import { parsePhpForm } from './php-form.ts'
import { type Params, mapOf } from './values.ts'

export type Door = (request: IncomingMessage, response: ServerResponse) => Promise<void>

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

export const readBody = async (request: IncomingMessage): Promise<string> =>
  (await readBytes(request)).toString('utf8')

export type Part = { field: string; name: string; content: Buffer }

/** The fields and files of a multipart form. */
export async function readMultipart(request: IncomingMessage) {
  const body = new Uint8Array(await readBytes(request))
  const headers = { 'content-type': request.headers['content-type'] ?? '' }
  const form = await new Response(body, { headers }).formData()
  const fields = new URLSearchParams()
  const files: Part[] = []
  for (const [field, value] of form) {
    if (typeof value === 'string') fields.append(field, value)
    else {
      const content = Buffer.from(await value.arrayBuffer())
      files.push({ field, name: value.name, content })
    }
  }
  return { params: parsePhpForm(fields.toString()), files }
}

const parseJson = (text: string): Params => {
  try {
    return mapOf(JSON.parse(text)) ?? {}
  } catch {
    return {}
  }
}

/** Query and body together, as PHP's $_REQUEST: the body wins. */
export async function readParams(request: IncomingMessage): Promise<Params> {
  const query = parsePhpForm(new URL(request.url ?? '/', 'http://portal').search.slice(1))
  if (request.method === 'GET' || request.method === 'HEAD') return query
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('multipart/')) return { ...query, ...(await readMultipart(request)).params }
  const body = await readBody(request)
  return { ...query, ...(type.includes('json') ? parseJson(body) : parsePhpForm(body)) }
}

export const pathOf = (request: IncomingMessage): string =>
  (request.url ?? '/').split('?')[0]?.replace(/\/{2,}/g, '/') ?? '/'

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'access-control-allow-origin': '*',
  })
  response.end(text)
}

/** Answers a CORS preflight as a portal does. */
export function sendPreflight(response: ServerResponse): void {
  response.writeHead(200, {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'origin, content-type, accept, authorization',
    'access-control-max-age': '86400',
  })
  response.end()
}

/** An HTTP server on loopback; a fault in a door is ours and shows as Bitrix24's own 500. */
export async function listen(door: Door, port: number): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    door(request, response).catch((error: unknown) => {
      process.stderr.write(
        `portal emulator: ${error instanceof Error ? (error.stack ?? '') : ''}\n`,
      )
      if (response.headersSent) response.end()
      else
        sendJson(response, 500, {
          error: 'INTERNAL_SERVER_ERROR',
          error_description: 'Internal server error',
        })
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, 'localhost', resolve)
  })
  const address = server.address()
  return { server, port: typeof address === 'object' && address ? address.port : port }
}

export async function shut(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections()
  })
}
