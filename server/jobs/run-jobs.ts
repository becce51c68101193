import type { Logger } from 'pino'
import { type Loop, startLoop } from './loop.ts'

type Job = () => Promise<boolean>

export type Jobs = {
  processInbox: Job
  deliverOutbox: Job
  tickClocks: Job
  sweepPortals: Job
  setUpPortals: Job
}
export type JobName = keyof Jobs

/** How long each job sleeps when nobody wakes it. */
const pauseMs: Record<JobName, number> = {
  processInbox: 500,
  deliverOutbox: 300,
  tickClocks: 1000,
  sweepPortals: 5000,
  setUpPortals: 500,
}

/** Starts every job's loop. @returns a way to wake one, and to stop them all */
export function runJobs(jobs: Jobs, log: Logger) {
  const names = Object.keys(jobs) as JobName[]
  const loops = new Map<JobName, Loop>(
    names.map((name) => [name, startLoop({ name, everyMs: pauseMs[name], run: jobs[name], log })]),
  )
  return {
    kick: (name: JobName) => loops.get(name)?.kick(),
    stop: async () => {
      await Promise.all([...loops.values()].map((loop) => loop.stop()))
    },
  }
}
