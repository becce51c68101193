import { once } from 'node:events'
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

type Replica = { port: number; isReady: boolean }
type Passed = { path: string; status: number }

export type ReadyBalancer = Awaited<ReturnType<typeof startReadyBalancer>>

const looksEveryMs = 100

/**
 * A proxy that keeps its connections, asks each replica's /ready and gives what comes to one after the
 * other of those that said yes. Nothing is tried twice, so that no fault of a replica is covered up.
 *
 * @param ports at which the replicas will listen
 */
export async function startReadyBalancer(ports: readonly number[]) {
  const replicas = ports.map((port): Replica => ({ port, isReady: false }))
  const agent = new Agent({ keepAlive: true })
  const passed: Passed[] = []
  let next = 0
  let isOpen = true
  const server = createServer(pass).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const looking = Promise.all(replicas.map(follow))

  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    /** What came through, with the answer's status; 502 where there was none. */
    passed: passed as readonly Passed[],
    readyCount: () => replicas.filter(({ isReady }) => isReady).length,
    async stop() {
      isOpen = false
      await looking
      agent.destroy()
      server.closeAllConnections()
      server.close()
    },
  }

  async function follow(replica: Replica): Promise<void> {
    while (isOpen) {
      const answer = await fetch(`http://127.0.0.1:${String(replica.port)}/ready`).catch(() => null)
      replica.isReady = answer?.status === 200
      await sleep(looksEveryMs)
    }
  }

  function pass(incoming: IncomingMessage, response: ServerResponse): void {
    const { url: path = '/', method, headers } = incoming
    const ready = replicas.filter(({ isReady }) => isReady)
    const target = ready[(next += 1) % ready.length]
    const done = (status: number) => passed.push({ path, status })
    const fail = () => {
      done(502)
      response.writeHead(502).end('{}')
    }
    if (!target) {
      fail()
      return
    }
    const options = { port: target.port, host: '127.0.0.1', path, method, headers, agent }
    const outgoing = request(options, (answer) => {
      const status = answer.statusCode ?? 502
      done(status)
      response.writeHead(status, withoutConnection(answer.headers))
      answer.pipe(response)
    })
    outgoing.on('error', fail)
    incoming.pipe(outgoing)
  }
}

/** Between us and a replica it says nothing about those who ask us. */
function withoutConnection(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'connection'))
}
