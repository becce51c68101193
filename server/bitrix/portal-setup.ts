import type { LeftOut, SetupStep, SetupStepKey } from '../../shared/api/setup.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Language } from '../../shared/words/language.ts'
import type { PortalClient } from './client.ts'
import { setUpAutomation } from './setup-automation.ts'
import { setUpCard } from './setup-card.ts'
import { setUpEvents } from './setup-events.ts'
import { setUpFields } from './setup-fields.ts'
import { readAppCode, setUpOptions } from './setup-options.ts'
import { setUpPlacements } from './setup-placements.ts'
import { setUpSmartProcess } from './setup-smart-process.ts'
import { setUpStages } from './setup-stages.ts'

/** Addresses of ours that portals call and open. */
export type Handlers = { events: string; robots: string; placement: string }

type Wanted = {
  handlers: Handlers
  side: Side
  /** In which names are made. */
  language: Language
  /** As an earlier set-up left it. */
  place: Place | null
  onStep: OnStep
}

export type OnStep = (
  key: SetupStepKey,
  state: 'running' | 'done' | 'failed',
  /** Why it failed, and what the portal does not offer. */
  note?: Pick<SetupStep, 'problem' | 'leftOut'>,
) => Promise<void>

/**
 * Makes everything that our app needs in a portal. Idempotent: what is there stays, what somebody
 * deleted or renamed is put right, handlers of an earlier address of ours go.
 *
 * @throws BitrixError of the step that failed; `onStep` was told its words
 */
export type SetUpPortal = (client: PortalClient, wanted: Wanted) => Promise<Place>

export function createPortalSetup(): SetUpPortal {
  return async (client, { handlers, side, language, place: former, onStep }) => {
    const step = async <T>(
      key: SetupStepKey,
      work: () => Promise<T>,
      leftOutOf: (value: T) => LeftOut[] = () => [],
    ): Promise<T> => {
      await onStep(key, 'running')
      try {
        const value = await work()
        const leftOut = leftOutOf(value)
        await onStep(key, 'done', leftOut.length > 0 ? { leftOut } : undefined)
        return value
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error)
        await onStep(key, 'failed', { problem })
        throw error
      }
    }
    const optional = (key: SetupStepKey, work: () => Promise<LeftOut[]>) =>
      step(key, work, (leftOut) => leftOut)

    const type = await step('smartProcess', () => setUpSmartProcess(client, former, language))
    const fields = await step('fields', () => setUpFields(client, type, language))
    const stages = await step('stages', () => setUpStages(client, type, language))
    const { entityTypeId, typeId } = type
    const appCode = await client.run(readAppCode())
    const place: Place = { entityTypeId, typeId, appCode, ...fields, ...stages }
    await step('card', () => setUpCard(client, place, language))
    const { placement: handler, robots } = handlers
    await optional('placements', () => setUpPlacements(client, { place, side, handler, language }))
    await optional('automation', () => setUpAutomation(client, { side, language, handler: robots }))
    await optional('events', () => setUpEvents(client, side, handlers.events))
    await step('options', () => setUpOptions(client, place, side))
    return place
  }
}
