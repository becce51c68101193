import { createServer } from 'node:net'
import process from 'node:process'

/** Below what systems give to whoever asks for any port (Linux from 32768, some sandboxes from 16000). */
const lowest = 10_000
const count = 6_000

/** Processes beside each other begin far from each other. */
let next = (process.pid * 1_009) % count

/**
 * A port that nobody listens at, for a process that is told where to listen or a server that comes
 * back to where it was. Nobody else is given it by chance before it is used, or in between.
 * @throws Error when all are taken
 */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < count; tried += 1) {
    const port = lowest + next
    next = (next + 1) % count
    if (await isFree(port)) return port
  }
  throw new Error(`All ports from ${String(lowest)} to ${String(lowest + count)} are taken`)
}

/** Portals listen on localhost, which may be either family; the app on 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, 'localhost'))
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => {
      resolve(false)
    })
    probe.listen(port, host, () => {
      probe.close(() => {
        resolve(true)
      })
    })
  })
}
