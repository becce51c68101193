import { z } from 'zod'
import type { Clock, Instant } from '../../shared/time.ts'

/** What a portal's answers tell of its clock and of the working time of its methods. */
export type PortalTime = {
  /** Portal's clock less ours; 0 while they agree as far as can be told. */
  skewMs(): number
  /** How long a method that has used up its working time stays blocked; undefined: not known. */
  blockedMs(method: string): number | undefined
  /** A call is about to be sent. @returns who hears its answer, when that is a success */
  onCall(call: Sent): (answer: Answer) => void
}

type Sent = { method: string; params: Record<string, unknown> }
/** `time` is the block that every answer has beside its result. */
type Answer = { result: unknown; time: unknown }

/** Clocks of two machines may differ so much without one of them being wrong. */
const toleratedMs = 2000
/** The working time of a method is counted over so long (platform.md §3.5). */
const windowMs = 10 * 60_000

const timeSchema = z.object({ finish: z.number(), operating_reset_at: z.number().optional() })
const batchSchema = z.object({ result_time: z.record(z.string(), timeSchema) })
const commandsSchema = z.object({ cmd: z.record(z.string(), z.string()) })

export function createPortalTime(clock: Clock): PortalTime {
  let skewMs = 0
  const resetsAt = new Map<string, Instant>()

  return {
    skewMs: () => skewMs,

    blockedMs(method) {
      const ms = (resetsAt.get(method) ?? -Infinity) - clock.now()
      return ms > 0 && ms <= windowMs ? ms : undefined
    },

    onCall({ method, params }) {
      const sentAt = clock.now()
      return ({ result, time }) => {
        const own = timeSchema.safeParse(time)
        if (!own.success) return
        skewMs = skewOf(own.data.finish * 1000, sentAt, clock.now())
        noteReset(method, own.data)
        if (method === 'batch') noteBatch(params, result)
      }
    },
  }

  function noteBatch(params: Record<string, unknown>, result: unknown): void {
    const commands = commandsSchema.safeParse(params)
    const times = batchSchema.safeParse(result)
    if (!commands.success || !times.success) return
    for (const [key, command] of Object.entries(commands.data.cmd)) {
      const time = times.data.result_time[key]
      if (time) noteReset(command.split('?')[0] ?? '', time)
    }
  }

  function noteReset(method: string, time: z.infer<typeof timeSchema>): void {
    if (time.operating_reset_at !== undefined)
      resetsAt.set(method, time.operating_reset_at * 1000 - skewMs)
  }
}

/** The portal answered between the two instants; what lies outside is its clock's fault. */
function skewOf(finishedAt: Instant, sentAt: Instant, receivedAt: Instant): number {
  const nearest = Math.min(Math.max(finishedAt, sentAt), receivedAt)
  const ms = Math.round(finishedAt - nearest)
  return Math.abs(ms) < toleratedMs ? 0 : ms
}
