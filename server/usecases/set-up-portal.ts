import type { Logger } from 'pino'
import type { Session } from '../../shared/api/session.ts'
import { type SetupStep, type SetupView, setupStepKeys } from '../../shared/api/setup.ts'
import type { Clock } from '../../shared/time.ts'
import type { PortalClient, PortalClients } from '../bitrix/client.ts'
import type { OnStep } from '../bitrix/portal-setup.ts'
import type { readLanguage } from '../bitrix/setup-options.ts'
import type { Database } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'
import { AppError } from '../errors.ts'
import type { createInstall } from './install.ts'
import { portalView } from './portal-view.ts'

type Deps = {
  db: Database
  clients: PortalClients
  install: ReturnType<typeof createInstall>
  commands: { readLanguage: typeof readLanguage }
  clock: Clock
  log: Logger
}

/** A set-up of which no step has been taken, or all alike. */
export const idleSetup = (
  state: SetupView['state'],
  ofSteps: SetupStep['state'] = 'waiting',
): SetupView => ({ state, steps: setupStepKeys.map((key) => ({ key, state: ofSteps })) })

/** The set-up when one of its steps stands as given. */
export const withStep = (setup: SetupView, step: SetupStep): SetupView => ({
  ...setup,
  steps: setup.steps.map((one) => (one.key === step.key ? step : one)),
})

/** Everything that our app needs in a portal; safe to run again, and then repairs what is missing. */
export function createSetUp({ db, clients, install, commands, clock, log }: Deps) {
  return {
    /** «Мы оказываем поддержку»: the portal becomes a partner's and is set up. */
    async choosePartner(memberId: string): Promise<Session['portal']> {
      return db.transaction(async (stores) => {
        const portal = await stores.portals.find(memberId)
        if (!portal) throw new AppError('notFound', 'The portal is unknown')
        if (portal.role === 'customer')
          throw new AppError('conflict', 'This portal is a customer of a contract')
        const chosen = { ...portal, role: 'partner' as const }
        if (portal.role === null) chosen.setup = idleSetup('running')
        await stores.portals.save(chosen)
        return portalView(chosen, undefined)
      })
    },

    async view(memberId: string): Promise<SetupView> {
      const portal = await db.portals.find(memberId)
      if (!portal) throw new AppError('notFound', 'The portal is unknown')
      return portal.setup
    },

    /** Asks for set-up; the job does it. */
    async start(memberId: string): Promise<SetupView> {
      const portal = await db.portals.find(memberId)
      if (!portal?.role) throw new AppError('conflict', 'The portal has no role yet')
      const contract = await db.contracts.findOfCustomer(memberId)
      if (portal.role === 'customer' && contract?.state !== 'active')
        throw new AppError('conflict', 'The partner has not confirmed this portal yet')
      if (portal.setup.state === 'running') return portal.setup
      const setup = idleSetup('running')
      await db.portals.saveSetup(memberId, setup)
      return setup
    },

    run,
  }

  /** Does the set-up that was asked for, and keeps its progress where the page looks. */
  async function run(memberId: string): Promise<void> {
    const portal = await db.portals.find(memberId)
    if (!portal?.role || portal.setup.state !== 'running') return
    let setup = idleSetup('running')
    const onStep: OnStep = async (key, state, note) => {
      setup = withStep(setup, { key, state, ...note })
      await db.portals.saveSetup(memberId, setup)
    }
    try {
      const client = await clients.forPortal(memberId)
      const place = await install(
        client,
        { ...portal, role: portal.role, language: await languageIn(client, portal) },
        onStep,
      )
      await db.portals.saveSetup(memberId, { ...setup, state: 'done' })
      const now = clock.now()
      // Events of the meantime, if the app was there before, are lost.
      if (portal.place) await db.tickets.sweepOpen(memberId, now)
      await db.upkeep.scheduleCheck(memberId, now)
      log.info({ memberId, entityTypeId: place.entityTypeId }, 'portal set up')
    } catch (error) {
      const steps = withFailure(setup.steps, error)
      await db.portals.saveSetup(memberId, { state: 'failed', steps })
      // What was there before is looked after further, and made whole when that is possible.
      await db.upkeep.scheduleCheck(memberId, clock.now())
      log.warn({ err: error, memberId }, 'set-up failed')
    }
  }

  /** Learned once: what bears a name already goes on to be called so. */
  async function languageIn(client: PortalClient, { memberId, place, language: known }: Portal) {
    if (place) return known
    const language = await client.run(commands.readLanguage())
    await db.portals.saveLanguage(memberId, language)
    return language
  }
}

/** The step at which it stopped says why; a failure before any step is the first one's. */
function withFailure(steps: SetupStep[], error: unknown): SetupStep[] {
  if (steps.some((step) => step.state === 'failed')) return steps
  const problem = error instanceof Error ? error.message : String(error)
  const at = Math.max(
    0,
    steps.findIndex((step) => step.state !== 'done'),
  )
  return steps.map((step, index) => (index === at ? { ...step, state: 'failed', problem } : step))
}
