import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { freePort } from '../support/free-port.ts'

type Replica = { port: number; process: ChildProcess; isReady: boolean; ready: Promise<void> }

/** Replicas of our backend behind one address, as behind a balancer. */
export type Backends = {
  url: string
  readonly kills: number
  /** Of those that live. */
  readonly pids: number[]
  /** Starts them with this environment and waits until all of them answer. */
  start(environment: NodeJS.ProcessEnv): Promise<void>
  /** kill -9, wherever it stands, and a new one in its place. */
  kill(index: number): void
  /** None of them is starting anew. */
  readonly areUp: boolean
  /** All of them are up. @throws Error when one does not start */
  allUp(): Promise<void>
  /** All of them look for what events have lost, and at the time. */
  look(): Promise<void>
  stop(): Promise<void>
}

const startsWithinMs = 180_000

export async function createBackends(script: string, count: number): Promise<Backends> {
  const replicas: Replica[] = []
  let environment: NodeJS.ProcessEnv = {}
  let next = 0
  let kills = 0
  const balancer = await listen(createServer(forward))

  return {
    url: `http://127.0.0.1:${String(portOf(balancer))}`,

    get kills() {
      return kills
    },

    get pids() {
      return replicas.flatMap(({ process: child }) => child.pid ?? [])
    },

    async start(given) {
      environment = given
      for (let index = 0; index < count; index += 1) {
        replicas[index] = await spawn()
        await replicas[index]?.ready
      }
    },

    kill(index) {
      const victim = replicas[index % count]
      if (!victim?.isReady) return
      kills += 1
      victim.isReady = false
      victim.ready = replace(index % count, victim)
      victim.ready.catch(() => undefined)
    },

    get areUp() {
      return replicas.every((replica) => replica.isReady)
    },

    async allUp() {
      for (const replica of replicas) await replica.ready
    },

    async look() {
      const alive = replicas.filter((replica) => replica.isReady)
      await Promise.all(alive.map((replica) => ask(replica.process)))
    },

    async stop() {
      for (const { process } of replicas) {
        process.kill('SIGKILL')
        if (process.exitCode === null && process.signalCode === null) await once(process, 'exit')
      }
      balancer.close()
    },
  }

  async function replace(index: number, victim: Replica): Promise<void> {
    victim.process.kill('SIGKILL')
    await once(victim.process, 'exit')
    const replica = await spawn()
    replicas[index] = replica
    await replica.ready
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
      execArgv: [],
      env: { ...process.env, ...environment, PORT: String(port) },
    })
    const replica: Replica = { port, process: child, isReady: false, ready: Promise.resolve() }
    replica.ready = isUp(child).then(() => {
      replica.isReady = true
    })
    return replica
  }
}

/** Its first message says so. */
async function isUp(child: ChildProcess): Promise<void> {
  const tooLate = AbortSignal.timeout(startsWithinMs)
  const exit = once(child, 'exit', { signal: tooLate }).then(([code]) => {
    throw new Error(`The backend ended as it started, with ${String(code)}`)
  })
  exit.catch(() => undefined)
  await Promise.race([once(child, 'message', { signal: tooLate }), exit])
}

/** Waits for its answer, or its end. */
async function ask(child: ChildProcess): Promise<void> {
  const enough = new AbortController()
  const { signal } = enough
  const heard = Promise.race([once(child, 'message', { signal }), once(child, 'exit', { signal })])
  if (child.connected) child.send('look')
  await heard
  enough.abort()
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

async function listen(server: Server): Promise<Server> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}
