import { z } from 'zod'
import type { Place } from '../../shared/ticket/place.ts'
import type { Instant } from '../../shared/time.ts'
import type { Command } from './command.ts'
import { bxInt } from './rest-values.ts'

/** What our activity in a timeline shows. */
export type TimelineCard = {
  title: string
  tag: { title: string; type: 'warning' | 'failure' | 'success' } | null
  /** At most 20. */
  lines: { title: string; text: string }[]
  /** At most two; pressed, they send us an event with their id. */
  buttons: { id: string; title: string }[]
  deadlineAt: Instant | null
  isCompleted: boolean
}

/** Where it is, and how it is known for the ticket's. */
export type CardSpot = { place: Pick<Place, 'entityTypeId'>; itemId: number; ticketId: string }

const originator = 'sla-desk'
const activitySchema = z.object({ activity: z.object({ id: bxInt }) })

/** crm.activity.configurable.add. @returns the activity's id */
export function addTimelineCard(spot: CardSpot, card: TimelineCard): Command<number> {
  const { place, itemId, ticketId } = spot
  const origin = { originatorId: originator, originId: ticketId }
  return {
    method: 'crm.activity.configurable.add',
    params: {
      ownerTypeId: place.entityTypeId,
      ownerId: itemId,
      fields: { typeId: 'CONFIGURABLE', ...fieldsOf(card), ...origin },
      layout: layoutOf(card),
    },
    read: (result) => activitySchema.parse(result).activity.id,
  }
}

/** A pressed button waits until its activity is written again. */
export function updateTimelineCard(activityId: number, card: TimelineCard): Command<number> {
  return {
    method: 'crm.activity.configurable.update',
    params: { id: activityId, fields: fieldsOf(card), layout: layoutOf(card) },
    read: () => activityId,
  }
}

/** Ids of the ticket's activities: none when somebody has deleted it. */
export function findTimelineCards({ place, itemId, ticketId }: CardSpot): Command<number[]> {
  return {
    method: 'crm.activity.list',
    params: {
      filter: {
        OWNER_TYPE_ID: place.entityTypeId,
        OWNER_ID: itemId,
        ORIGINATOR_ID: originator,
        ORIGIN_ID: ticketId,
      },
      order: { ID: 'DESC' },
      select: ['ID'],
    },
    read: (result) =>
      z
        .array(z.object({ ID: bxInt }))
        .parse(result)
        .map((row) => row.ID),
  }
}

const fieldsOf = ({ deadlineAt, isCompleted }: TimelineCard) => ({
  completed: isCompleted,
  deadline: deadlineAt === null ? null : new Date(deadlineAt).toISOString(),
})

/** The structure of configurable activities (platform.md §6). */
function layoutOf({ title, tag, lines, buttons }: TimelineCard): Record<string, unknown> {
  const footer = Object.fromEntries(
    buttons.map((button, index) => [
      button.id,
      {
        title: button.title,
        type: index === 0 ? 'primary' : 'secondary',
        action: { type: 'restEvent', id: button.id, animationType: 'loader' },
      },
    ]),
  )
  return {
    icon: { code: 'info' },
    header: { title, ...(tag && { tags: { state: tag } }) },
    body: {
      logo: { code: 'call' },
      blocks: Object.fromEntries(
        lines.map((line, index) => [`line${String(index + 1)}`, lineBlock(line)]),
      ),
    },
    ...(buttons.length > 0 && { footer: { buttons: footer } }),
  }
}

const lineBlock = ({ title, text }: TimelineCard['lines'][number]) => ({
  type: 'withTitle',
  properties: { title, inline: true, block: { type: 'text', properties: { value: text } } },
})
