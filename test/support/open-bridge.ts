import { z } from 'zod'
import { ticketListSchema } from '../../shared/api/ticket-list.ts'
import { ticketViewSchema } from '../../shared/api/tickets.ts'
import type { Stage } from '../../shared/ticket/stages.ts'
import { linkPortals } from './link-portals.ts'
import { startWorld, type World, type WorldOptions } from './start-world.ts'
import { visit, type Visitor } from './visit.ts'

const minuteMs = 60_000
const bookkeeper = 7
const engineer = 5

export type Bridge = Awaited<ReturnType<typeof openBridge>>

/** Two linked portals on a Monday morning in Moscow, a person in each, and looks at both. */
export async function openBridge(options: WorldOptions = {}) {
  const world = await startWorld({ startsAt: '2026-11-23T07:00:00Z', ...options })
  await linkPortals(world)
  const customer = await visit(world.appUrl, world.customer, bookkeeper)
  const partner = await visit(world.appUrl, world.partner, engineer)
  return {
    world,
    customer,
    partner,
    /** Lets time pass and the sweep look. */
    sweep: (minutes: number) => sweep(world, minutes),
    /** The partner's item of the newest ticket. */
    mirrorOf: async (): Promise<number> => {
      const [ticket] = await ticketsOf(partner)
      return z.number().parse(ticket?.itemId)
    },
  }
}

async function sweep(world: World, minutes: number): Promise<void> {
  world.clock.advance(minutes * minuteMs)
  await world.app.jobs.sweepPortals()
  await world.settle()
}

export async function ticketsOf(person: Visitor) {
  return (await person.get('/api/tickets', ticketListSchema)).tickets
}

/** The ticket as the person sees it in its card. */
export async function ticketView(person: Visitor, itemId: number) {
  const view = await person.get(`/api/tickets/by-item/${String(itemId)}`, ticketViewSchema)
  if (!view.ticket) throw new Error('The item is not registered')
  return view.ticket
}

export async function messagesOf(person: Visitor, itemId: number) {
  const view = await person.get(`/api/tickets/by-item/${String(itemId)}`, ticketViewSchema)
  return view.ticket?.messages ?? []
}

/** The timeline's comments as they stand in the portal. */
export async function commentTexts(person: Visitor, itemId: number): Promise<string[]> {
  const rows = await person.call('crm.timeline.comment.list', {
    filter: { ENTITY_TYPE: `dynamic_${String(entityTypeIdOf(person))}`, ENTITY_ID: itemId },
  })
  return z
    .array(z.object({ COMMENT: z.string() }))
    .parse(rows)
    .map((row) => row.COMMENT)
}

const itemSchema = z.object({ item: z.looseObject({ title: z.string(), stageId: z.string() }) })

/** An item as the person's portal has it. */
export async function itemOf(person: Visitor, id: number) {
  const result = await person.call('crm.item.get', { entityTypeId: entityTypeIdOf(person), id })
  return itemSchema.parse(result).item
}

/** A change of the item in the person's own name. */
export async function updateItem(
  person: Visitor,
  id: number,
  fields: Record<string, unknown>,
): Promise<void> {
  await person.call('crm.item.update', { entityTypeId: entityTypeIdOf(person), id, fields })
}

export const moveItem = (person: Visitor, id: number, stage: Stage): Promise<void> =>
  updateItem(person, id, { stageId: person.session.portal.place?.stages[stage] })

const entityTypeIdOf = (person: Visitor) => person.session.portal.place?.entityTypeId
