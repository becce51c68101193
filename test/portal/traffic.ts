import { appendFileSync } from 'node:fs'

/** A recorded line, numbered from the start of the emulator. */
export type SeenLine = { seq: number; at: number; line: Record<string, unknown> }
type Watcher = (seen: SeenLine) => void

export type Traffic = {
  record(line: Record<string, unknown>): void
  flush(): void
  /** The latest lines, the oldest first. */
  latest(): readonly SeenLine[]
  /** Tells of every line from now on. @returns ends it */
  watch(watcher: Watcher): () => void
}

const keptLines = 300
const bundle = 50

/** NDJSON in the form that contract/check.mjs reads; written in small bundles, the rest on flush. */
function createRecording(file: string) {
  let waiting: string[] = []
  const flush = () => {
    if (waiting.length) appendFileSync(file, waiting.join(''))
    waiting = []
  }
  return {
    flush,
    write(line: Record<string, unknown>) {
      waiting.push(`${JSON.stringify(line)}\n`)
      if (waiting.length >= bundle) flush()
    },
  }
}

/** What goes over the wire: kept for a while for those who watch, and in a file when one is named. */
export function createTraffic(file: string | undefined, now: () => number = Date.now): Traffic {
  const recording = file === undefined || file === '' ? null : createRecording(file)
  const watchers = new Set<Watcher>()
  let kept: SeenLine[] = []
  let seq = 0
  return {
    flush: () => recording?.flush(),
    record(line) {
      recording?.write(line)
      const seen = { seq: (seq += 1), at: now(), line }
      kept.push(seen)
      if (kept.length > 2 * keptLines) kept = kept.slice(-keptLines)
      for (const tell of watchers) tell(seen)
    },
    latest: () => kept.slice(-keptLines),
    watch(watcher) {
      watchers.add(watcher)
      return () => {
        watchers.delete(watcher)
      }
    },
  }
}
