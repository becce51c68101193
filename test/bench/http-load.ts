import { Agent, request } from 'node:http'

const connections = 24
const warmUpMs = 1_000
const roundMs = 700
const rounds = 5

/** What is sent: JSON of an object, or a form as it stands. */
type Body = Record<string, unknown> | URLSearchParams

const agent = new Agent({ keepAlive: true, maxSockets: connections })

/** One POST over a connection that stays open. @throws on any other status than 200 */
export function post(address: URL, body: Body): Promise<void> {
  const isForm = body instanceof URLSearchParams
  const text = isForm ? body.toString() : JSON.stringify(body)
  const headers = {
    'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    'content-length': Buffer.byteLength(text),
  }
  return new Promise((resolve, reject) => {
    const sent = request(address, { method: 'POST', agent, headers }, (response) => {
      if (response.statusCode === 200) response.once('end', resolve)
      else reject(new Error(`${address.pathname} answered ${response.statusCode ?? 0}`))
      response.resume()
    })
    sent.once('error', reject)
    sent.end(text)
  })
}

/** Requests per second over some connections, the median of some rounds after a warm-up. */
export async function requestsPerSecond(
  make: (index: number) => { address: URL; body: Body },
): Promise<number> {
  let count = 0
  let isOver = false
  const keepAsking = async () => {
    while (!isOver) {
      const { address, body } = make(count)
      await post(address, body)
      count += 1
    }
  }
  const asking = Array.from({ length: connections }, keepAsking)
  const speeds: number[] = []
  try {
    await pause(warmUpMs)
    for (let round = 0; round < rounds; round += 1) speeds.push(await speedOfRound(() => count))
  } finally {
    isOver = true
    await Promise.all(asking)
  }
  return speeds.toSorted((left, right) => left - right)[Math.floor(rounds / 2)] ?? 0
}

async function speedOfRound(count: () => number): Promise<number> {
  const startedAt = performance.now()
  const before = count()
  await pause(roundMs)
  return ((count() - before) / (performance.now() - startedAt)) * 1000
}

const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms)
  })

export function closeConnections(): void {
  agent.destroy()
}
