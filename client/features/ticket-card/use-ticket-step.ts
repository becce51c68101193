import { useMutation, type UseMutationReturnType, useQueryClient } from '@tanstack/vue-query'
import { ref } from 'vue'
import { z } from 'zod'
import type { TicketView } from '../../../shared/api/tickets.ts'
import type { FieldValues } from '../../../shared/ticket/place.ts'
import { stageOf, toItemFields } from '../../../shared/ticket/place.ts'
import type { Stage } from '../../../shared/ticket/stages.ts'
import { useApi } from '../../api/request.ts'
import { useSession } from '../../api/session.ts'
import { useFrame } from '../../bitrix/frame.ts'

/** What is done to the item, in the person's own name. */
export type Step = { moveTo: Stage | null; values: FieldValues; comment: string }

/** Somebody moved the item while the page was read. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile'
  readonly stage: Stage | undefined

  constructor(stage: Stage | undefined) {
    super('The item is in another stage than the page shows')
    this.stage = stage
  }
}

const itemSchema = z.object({ item: z.object({ stageId: z.string() }) })

/**
 * Moves and writes through the portal, as if done in its card by hand; the server reads both like
 * any others. Nothing is moved that somebody else has moved since the page showed it.
 */
export function useTicketStep(
  target: () => { ticket: TicketView; itemId: number },
): UseMutationReturnType<void, Error, Step, unknown> {
  const frame = useFrame()
  const api = useApi()
  const session = useSession()
  const client = useQueryClient()
  /** The item is changed already; only the words are still to be written. */
  const isMoved = ref(false)

  async function change({ moveTo, values }: Step): Promise<void> {
    const { place } = session.value.portal
    if (!place) throw new Error('A ticket without a place')
    const { ticket, itemId: id } = target()
    const at = { entityTypeId: place.entityTypeId, id }
    const { item } = itemSchema.parse(await frame.call('crm.item.get', at))
    const stage = stageOf(place, item.stageId)
    if (stage !== ticket.stage) throw new ChangedMeanwhile(stage)
    const fields = {
      ...toItemFields(place, values),
      ...(moveTo && { stageId: place.stages[moveTo] }),
    }
    if (Object.keys(fields).length > 0) await frame.call('crm.item.update', { ...at, fields })
  }

  async function write(text: string): Promise<void> {
    const entityTypeId = session.value.portal.place?.entityTypeId
    const fields = {
      ENTITY_TYPE: `dynamic_${String(entityTypeId)}`,
      ENTITY_ID: target().itemId,
      COMMENT: text,
    }
    if (text !== '') await frame.call('crm.timeline.comment.add', { fields })
  }

  return useMutation({
    mutationFn: async (step: Step) => {
      if (!isMoved.value) await change(step)
      isMoved.value = true
      await write(step.comment)
      isMoved.value = false
      const { itemId } = target()
      // The portal has it; a lost hint only means that it is found a little later.
      await api.post('/api/tickets/hint', z.object({}), { itemId }).catch(() => undefined)
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['ticket'] }),
  })
}
