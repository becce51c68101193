import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

const lineSchema = z.looseObject({
  kind: z.string(),
  caller: z.string().optional(),
  portal: z.string().optional(),
  via: z.string().optional(),
  method: z.string().optional(),
})
export type Line = z.infer<typeof lineSchema>

/** A temporary folder with what the emulator records of its traffic, from the start of the world. */
export function startRecording() {
  const folder = mkdtempSync(join(tmpdir(), 'sla-bench-'))
  const file = join(folder, 'traffic.ndjson')

  const lines = (): Line[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => lineSchema.parse(JSON.parse(line)))

  return {
    folder,
    /** For startWorld: where it is recorded. */
    trafficFile: file,
    lines,
    /** Calls that our server made behind that line. */
    serverCalls: (from: number): Line[] =>
      lines()
        .slice(from)
        .filter((line) => line.kind === 'rest' && line.caller === 'server'),
    /** Waits until nothing has been said between us and the portals for so long. */
    async quiet(quietMs: number): Promise<void> {
      for (let before = -1, now = lines().length; now !== before; now = lines().length) {
        before = now
        await sleep(quietMs)
      }
    },
    end: (): void => {
      rmSync(folder, { recursive: true })
    },
  }
}

/** An HTTP request of its own, not a command inside a batch. */
export const isPost = (line: Line): boolean => line.via !== 'batch'
