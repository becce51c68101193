import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { closeConnections } from './http-load.ts'

/**
 * Has a script beside us serve the load in a process of its own, so that each has a core; it ends with us.
 *
 * @param told what the script prints as one line of JSON when it is ready
 * @throws when the script ends before that
 */
export async function withServer<Told, Result>(
  script: string,
  told: z.ZodType<Told>,
  measure: (told: Told) => Promise<Result>,
): Promise<Result> {
  const server = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL(script, import.meta.url))],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const ended = once(server, 'exit')
  try {
    return await measure(told.parse(JSON.parse(await firstLine(server, script))))
  } finally {
    closeConnections()
    server.stdin.end()
    await ended
  }
}

async function firstLine(server: ChildProcess, script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.stdout?.once('data', (line: Buffer) => {
      resolve(line.toString())
    })
    server.once('exit', (code) => {
      reject(new Error(`${script} ended before it was ready (code ${String(code)})`))
    })
  })
}
