import { appendFileSync } from 'node:fs'

export type Traffic = {
  record(line: Record<string, unknown>): void
  flush(): void
}

const silent: Traffic = { record: () => undefined, flush: () => undefined }

/** NDJSON in the form that contract/check.mjs reads; written in small bundles, the rest on flush. */
export function createTraffic(file: string | undefined): Traffic {
  if (file === undefined || file === '') return silent
  let waiting: string[] = []
  const flush = () => {
    if (waiting.length) appendFileSync(file, waiting.join(''))
    waiting = []
  }
  return {
    flush,
    record(line) {
      waiting.push(`${JSON.stringify(line)}\n`)
      if (waiting.length >= 50) flush()
    },
  }
}
