import type { Logger } from 'pino'
import type { Ours } from '../db/ours.ts'
import type { PortalClaims } from '../db/portal-claims.ts'
import { type Loop, startLoop } from './loop.ts'

const portalJobs = [
  'recoverRestored',
  'processInbox',
  'deliverOutbox',
  'tickClocks',
  'sweepPortals',
  'setUpPortals',
  'deliverWebhooks',
  'makeStatements',
  'readMails',
  'pollMailbox',
  'deliverMails',
  'watchContracts',
  'fillReports',
  'sendReports',
  'rebuildClocks',
  'keepEvidence',
  'followInvoices',
  'notePulse',
  'tidyOutside',
  'forgetOld',
] as const
type PortalJob = (typeof portalJobs)[number]
export type JobName = PortalJob | 'claimPortals'

/** One step of each job. @returns whether it saw work */
export type Jobs = Record<JobName, () => Promise<boolean>>

/** How long each job sleeps when nobody wakes it. */
const pauseMs: Record<JobName, number> = {
  claimPortals: 1000,
  recoverRestored: 1000,
  processInbox: 500,
  deliverOutbox: 300,
  tickClocks: 1000,
  sweepPortals: 5000,
  setUpPortals: 500,
  deliverWebhooks: 1000,
  makeStatements: 1000,
  readMails: 1000,
  pollMailbox: 60_000,
  deliverMails: 1000,
  watchContracts: 60_000,
  fillReports: 5000,
  sendReports: 60_000,
  rebuildClocks: 5000,
  keepEvidence: 60_000,
  followInvoices: 60_000,
  notePulse: 20_000,
  tidyOutside: 60_000,
  forgetOld: 60_000,
}

/** Jobs that work on the portals that are ours when a step begins, and the one that claims them. */
export function onOurPortals(
  steps: Record<PortalJob, (ours: Ours) => Promise<boolean>>,
  claims: PortalClaims,
): Jobs {
  const jobs = portalJobs.map((name) => [name, () => claims.use(steps[name])] as const)
  return {
    ...(Object.fromEntries(jobs) as Record<PortalJob, () => Promise<boolean>>),
    claimPortals: () => claims.refresh(),
  }
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
