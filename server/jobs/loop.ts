import type { Logger } from 'pino'

export type Loop = {
  /** Runs soon, however long the pause would have been. */
  kick(): void
  /** Resolves when the run under way is over; none starts after it. */
  stop(): Promise<void>
}

type Options = {
  name: string
  everyMs: number
  /** One step. @returns true when it saw work, so that the next step follows at once */
  run: () => Promise<boolean>
  log: Logger
}

/** Runs a job again and again, never two at a time. The only timer in the server. */
export function startLoop({ name, everyMs, run, log }: Options): Loop {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const state = { isRunning: false, isStopped: false }
  let kicks = 0
  schedule(everyMs)

  return {
    kick() {
      kicks += 1
      if (!state.isRunning) schedule(0)
    },
    async stop() {
      state.isStopped = true
      clearTimeout(timer)
      await running
    },
  }

  function schedule(delayMs: number): void {
    clearTimeout(timer)
    if (state.isStopped) return
    timer = setTimeout(() => {
      running = step()
    }, delayMs)
  }

  async function step(): Promise<void> {
    state.isRunning = true
    const kicksBefore = kicks
    let sawWork = false
    try {
      sawWork = await run()
    } catch (error) {
      log.error({ err: error, job: name }, 'job failed')
    }
    state.isRunning = false
    schedule(sawWork || kicks !== kicksBefore ? 0 : everyMs)
  }
}
