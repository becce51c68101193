import { appendFile, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Clock, Instant } from '../../shared/time.ts'
import type { Exchange } from '../bitrix/exchange.ts'
import { withoutWords } from './without-words.ts'

type Options = { folder: string; days: number; clock: Clock; log: Logger }

const dayMs = 24 * 60 * 60_000
const nameOf = (at: Instant) => `rest-${new Date(at).toISOString().slice(0, 10)}.ndjson`

/**
 * Requests to portals with their answers, a line each, kept for some days as the Marketplace asks
 * (common requirements: at least three). A file is a day of UTC. Without secrets and people's texts.
 */
export function createRestLog({ folder, days, clock, log }: Options) {
  let writing: Promise<unknown> = mkdir(folder, { recursive: true })
  let today = ''

  return {
    add(exchange: Exchange, memberId: string | null): void {
      const now = clock.now()
      const line = `${JSON.stringify(lineOf(exchange, memberId, now))}\n`
      writing = writing
        .then(() => startDay(now))
        .then(() => appendFile(join(folder, nameOf(now)), line))
        .catch((error: unknown) => {
          log.error({ err: error }, 'REST log not written')
        })
    },

    /** Resolves when all lines are in their file. */
    written: async (): Promise<void> => {
      await writing
    },
  }

  async function startDay(now: Instant): Promise<void> {
    if (nameOf(now) === today) return
    today = nameOf(now)
    const oldest = nameOf(now - days * dayMs)
    for (const name of await readdir(folder))
      if (/^rest-[\d-]{10}\.ndjson$/.test(name) && name < oldest) await rm(join(folder, name))
  }
}

const lineOf = (
  { method, params, result, error, tookMs }: Exchange,
  memberId: string | null,
  at: Instant,
) => ({
  at: new Date(at).toISOString(),
  memberId,
  method,
  ...(method === 'batch' && { methods: methodsOf(params) }),
  params: withoutWords(params),
  ...(error ? { error: error.code, status: error.status } : { result: withoutWords(result) }),
  ms: Math.round(tookMs),
})

/** What a batch consists of; the rest of its commands is people's and the portal's. */
function methodsOf(params: unknown): string[] {
  if (typeof params !== 'object' || params === null || !('cmd' in params)) return []
  return Object.values(params.cmd as Record<string, unknown>).map(
    (command) => /^[\w.]+/.exec(String(command))?.[0] ?? '',
  )
}
