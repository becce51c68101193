import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

type Replica = { port: number; process: ChildProcess; isReady: boolean }

/** Replicas of our backend behind one address, as behind a balancer. */
export type Backends = {
  url: string
  /** Starts them with this environment. */
  start(environment: NodeJS.ProcessEnv): Promise<void>
  /** kill -9, and a new one in its place. */
  killOne(random: () => number): Promise<void>
  /** Tells all of them how far their time is ahead. */
  setOffset(offsetMs: number): void
  /** All of them look for what events have lost. */
  look(): Promise<void>
  stop(): Promise<void>
}

const script = fileURLToPath(new URL('backend.ts', import.meta.url))

export async function createBackends(count: number): Promise<Backends> {
  const replicas: Replica[] = []
  let environment: NodeJS.ProcessEnv = {}
  let offsetMs = 0
  let next = 0
  const balancer = await listen(createServer(forward))

  return {
    url: `http://127.0.0.1:${String(portOf(balancer))}`,

    async start(given) {
      environment = given
      for (let index = 0; index < count; index += 1) replicas.push(await spawn())
    },

    async killOne(random) {
      const index = Math.floor(random() * replicas.length)
      const victim = replicas[index]
      if (!victim) return
      victim.isReady = false
      victim.process.kill('SIGKILL')
      await once(victim.process, 'exit')
      replicas[index] = await spawn()
    },

    setOffset(ms) {
      offsetMs = ms
      for (const replica of replicas) replica.process.send({ kind: 'offset', offsetMs })
    },

    async look() {
      await Promise.all(
        replicas.map(async (replica) => {
          const looked = once(replica.process, 'message')
          replica.process.send({ kind: 'look' })
          await looked
        }),
      )
    },

    async stop() {
      for (const replica of replicas) {
        replica.process.kill('SIGKILL')
        await once(replica.process, 'exit')
      }
      balancer.close()
    },
  }

  /** To the next replica that lives; a connection is cut when none does. */
  function forward(socket: Socket): void {
    const alive = replicas.filter((replica) => replica.isReady)
    const target = alive[(next += 1) % alive.length]
    if (!target) return void socket.destroy()
    const upstream = connect(target.port, '127.0.0.1')
    socket.pipe(upstream).pipe(socket)
    socket.on('error', () => upstream.destroy())
    upstream.on('error', () => socket.destroy())
  }

  async function spawn(): Promise<Replica> {
    const port = await freePort()
    const child = fork(script, {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, ...environment, PORT: String(port), OFFSET_MS: String(offsetMs) },
    })
    await once(child, 'message')
    return { port, process: child, isReady: true }
  }
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

async function listen(server: Server): Promise<Server> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function freePort(): Promise<number> {
  const server = await listen(createServer())
  const port = portOf(server)
  server.close()
  await once(server, 'close')
  return port
}
