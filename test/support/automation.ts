import { z } from 'zod'
import type { Portal } from '../portal/types.ts'
import { adminId } from './link-portals.ts'
import type { Bridge } from './open-bridge.ts'

const deal = 2
const itemSchema = z.object({ item: z.object({ id: z.number() }) })

/** A deal of the portal's, as its people make one. */
export async function makeDeal(portal: Portal, title: string, assignedById = 7): Promise<number> {
  const { body } = await portal.callAsUser(adminId, 'crm.item.add', {
    entityTypeId: deal,
    fields: { title, assignedById },
  })
  return itemSchema.parse(body['result']).item.id
}

export async function moveDeal(portal: Portal, id: number, stageId: string): Promise<void> {
  await portal.callAsUser(adminId, 'crm.item.update', {
    entityTypeId: deal,
    id,
    fields: { stageId },
  })
}

export async function dealStage(portal: Portal, id: number): Promise<string | undefined> {
  const { body } = await portal.callAsUser(adminId, 'crm.item.list', {
    entityTypeId: deal,
    filter: { id },
    select: ['id', 'stageId'],
  })
  const { items } = z
    .object({ items: z.array(z.object({ stageId: z.string() })) })
    .parse(body['result'])
  return items[0]?.stageId
}

/** What the robot that ran last was told. */
export function lastResult(portal: Portal) {
  const result = portal.robotResults().at(-1)
  if (!result) throw new Error('No robot has run')
  return result
}

/** A robot runs on an element, and everybody has done his part. @returns what it was told */
export async function runRobot(
  { world }: Bridge,
  side: 'customer' | 'partner',
  robot: { code: string; properties: Record<string, unknown>; on: [type: number, id: number] },
) {
  const [entityTypeId, itemId] = robot.on
  const { code, properties } = robot
  world[side].runRobot(code, { entityTypeId, itemId, properties })
  await world.settle()
  return lastResult(world[side])
}
