import { createServer } from 'node:net'
import process from 'node:process'

/**
 * Below what systems give to whoever asks for any port (Linux from 32768, some sandboxes from 16000),
 * and above 10080, which browsers and `fetch` refuse.
 */
const lowest = 10_100
const slices = 10
const count = 590

/** Workers beside each other have ports of their own. */
const worker = Number(process.env.VITEST_POOL_ID ?? process.pid)
const first = lowest + (worker % slices) * count
let given = 0

/**
 * A port that nobody listens at, for a process that is told where to listen or a server that comes
 * back to where it was. The system gives it to nobody before it is used, or in between.
 * @throws Error when all are taken
 */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < count; tried += 1) {
    const port = first + (given % count)
    given += 1
    if (await isFree(port)) return port
  }
  throw new Error(`All ports from ${String(first)} to ${String(first + count)} are taken`)
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
