import { z } from 'zod'
import type { Place } from '../../shared/ticket/place.ts'
import type { Instant } from '../../shared/time.ts'
import { type Command, listCommand } from './command.ts'
import { bxInstant, bxInt, bxList } from './rest-values.ts'

/** One record of an item's way through the stages. */
export type StageMove = {
  id: number
  at: Instant
  stageId: string
  kind: 'created' | 'moved' | 'finished' | 'pipelineChanged'
}

// TYPE_ID of crm.stagehistory.list (platform.md §5.3)
const kinds: Record<number, StageMove['kind']> = {
  1: 'created',
  2: 'moved',
  3: 'finished',
  5: 'pipelineChanged',
}

const moveSchema = z
  .object({ ID: bxInt, TYPE_ID: bxInt, CREATED_TIME: bxInstant, STAGE_ID: z.string() })
  .transform((raw): StageMove => ({
    id: raw.ID,
    at: raw.CREATED_TIME,
    stageId: raw.STAGE_ID,
    kind: kinds[raw.TYPE_ID] ?? 'moved',
  }))

const answerSchema = z.object({ items: bxList.pipe(z.array(moveSchema)) })

/** The stages of an item from its creation on, the oldest first. */
export function listStageMoves(place: Place, itemId: number): Command<StageMove[]> {
  return listCommand({
    method: 'crm.stagehistory.list',
    params: {
      entityTypeId: place.entityTypeId,
      filter: { OWNER_ID: itemId },
      order: { ID: 'ASC' },
    },
    read: (result) => answerSchema.parse(result).items,
  })
}
