import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { until } from './until.ts'

export type ReplicaProcess = {
  /** Asks it to stop. @returns its exit code, when it has ended */
  stop(): Promise<number | null>
  /** What it has logged. */
  log(): string
  kill(): Promise<void>
}

/** Our server as those who run it start it: a process with nothing but its settings. */
export async function startReplica(
  script: string,
  environment: NodeJS.ProcessEnv & { PORT: string },
): Promise<ReplicaProcess> {
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, ...environment },
  })
  let log = ''
  child.stdout.on('data', (chunk: Buffer) => {
    log += chunk.toString()
  })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`It ended with ${String(child.exitCode)}: ${log}`)
    const answer = await fetch(`http://127.0.0.1:${environment.PORT}/ready`).catch(() => null)
    return answer?.status === 200
  })
  return {
    log: () => log,
    stop() {
      child.kill('SIGTERM')
      return ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
