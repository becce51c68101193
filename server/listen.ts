import { once } from 'node:events'
import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { Express } from 'express'

type Address = Readonly<{ port: number; host: string }>

/** Longer than a proxy keeps a connection that nobody uses, so that it never sends into one just closed. */
const keepAliveMs = 65_000

/**
 * Listens.
 *
 * @throws Error of Node's when the port is taken
 */
export async function listen(doors: Express, { port, host }: Address): Promise<Server> {
  const server = createServer(messagesOf(doors), doors)
  server.keepAliveTimeout = keepAliveMs
  server.listen(port, host)
  await once(server, 'listening')
  return server
}

/**
 * Express gives each request and response another prototype. V8 then keeps them all until it cleans up
 * everything, and its frequent little cleanings take ten times as long. Those that are made with
 * Express's prototypes need no other, and go as soon as they are answered.
 */
function messagesOf(doors: Express) {
  class Request extends IncomingMessage {}
  class Response extends ServerResponse<Request> {}
  Object.setPrototypeOf(Request.prototype, doors.request)
  Object.setPrototypeOf(Response.prototype, doors.response)
  Object.assign(doors, { request: Request.prototype, response: Response.prototype })
  return { IncomingMessage: Request, ServerResponse: Response }
}
