import type { Server } from 'node:http'
import type { Express } from 'express'

type Address = Readonly<{ port: number; host: string }>

/** Longer than a proxy keeps a connection that nobody uses, so that it never sends into one just closed. */
const keepAliveMs = 65_000

/** Listens, and says in one line when the port is taken. */
export function listen(doors: Express, { port, host }: Address): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = doors.listen(port, host, (error?: Error) => {
      if (error) reject(error)
      else resolve(server)
    })
    server.keepAliveTimeout = keepAliveMs
  })
}
