import type { SetupStepKey } from '../../shared/api/setup.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { PortalClient } from './client.ts'
import { setUpCard } from './setup-card.ts'
import { setUpEvents } from './setup-events.ts'
import { setUpFields } from './setup-fields.ts'
import { setUpOptions } from './setup-options.ts'
import { setUpPlacements } from './setup-placements.ts'
import { setUpSmartProcess } from './setup-smart-process.ts'
import { setUpStages } from './setup-stages.ts'

type Wanted = {
  /** Addresses of ours that the portal calls and opens. */
  handlers: { events: string; placement: string }
  side: Side
  /** As an earlier set-up left it. */
  place: Place | null
  onStep: OnStep
}

export type OnStep = (
  key: SetupStepKey,
  state: 'running' | 'done' | 'failed',
  problem?: string,
) => Promise<void>

/**
 * Makes everything that our app needs in a portal. Idempotent: what is there stays, what somebody
 * deleted or renamed is put right, handlers of an earlier address of ours go.
 *
 * @throws BitrixError of the step that failed; `onStep` was told its words
 */
export type SetUpPortal = (client: PortalClient, wanted: Wanted) => Promise<Place>

export function createPortalSetup(): SetUpPortal {
  return async (client, { handlers, side, place: former, onStep }) => {
    const step = async <T>(key: SetupStepKey, work: () => Promise<T>): Promise<T> => {
      await onStep(key, 'running')
      try {
        const value = await work()
        await onStep(key, 'done')
        return value
      } catch (error) {
        await onStep(key, 'failed', error instanceof Error ? error.message : String(error))
        throw error
      }
    }

    const type = await step('smartProcess', () => setUpSmartProcess(client, former))
    const fields = await step('fields', () => setUpFields(client, type))
    const stages = await step('stages', () => setUpStages(client, type))
    const { entityTypeId, typeId } = type
    const place: Place = { entityTypeId, typeId, ...fields, ...stages }
    await step('card', () => setUpCard(client, place))
    await step('placements', () => setUpPlacements(client, place, handlers.placement))
    await step('events', () => setUpEvents(client, handlers.events))
    await step('options', () => setUpOptions(client, place, side))
    return place
  }
}
