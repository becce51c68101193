import { Agent, request } from 'node:http'
import { errorBodySchema } from '../../shared/api/errors.ts'
import type { Attempt } from './fuzz-doors.ts'

/** Far more than the slowest door needs on a busy machine. */
const longestMs = 20_000
const agent = new Agent({ keepAlive: true, maxSockets: 8 })

export type DoorAnswer = { status: number; headers: Record<string, unknown>; text: string }

/** @throws Error when nothing comes within the time */
export function sendAttempt(appUrl: string, attempt: Omit<Attempt, 'door'>): Promise<DoorAnswer> {
  const { hostname, port } = new URL(appUrl)
  const { method, path, headers, body } = attempt
  return new Promise((resolve, reject) => {
    const asked = request(
      { hostname, port, method, path, headers, agent, timeout: longestMs },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
        })
      },
    )
    asked.on('timeout', () => asked.destroy(new Error(`silent for ${String(longestMs)} ms`)))
    asked.on('error', reject)
    asked.end(body ?? undefined)
  })
}

/** A refusal is one of ours, and of a malformed request it says where. @returns what is wrong */
export function faultOfAnswer({ status, headers, text }: DoorAnswer): string | null {
  // Doors for portals say nothing at all when all is well.
  if (headers['content-security-policy'] === undefined && text !== '')
    return 'no Content-Security-Policy'
  if (status < 400) return null
  const error = errorBodySchema.safeParse(parsed(text)).data
  if (!error) return `HTTP ${String(status)} in no words of ours: ${text.slice(0, 200)}`
  if (status >= 500) return `HTTP ${String(status)} ${error.code}`
  if (error.code === 'badRequest' && !error.field) return `names no field: ${error.message}`
  return null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
