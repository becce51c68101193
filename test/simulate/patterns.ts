import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Side } from '../../shared/sla/history.ts'
import type { Level } from '../../shared/sla/level.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Portal } from '../portal/types.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, moveItem, openBridge, ticketsOf } from '../support/open-bridge.ts'
import type { Visitor } from '../support/visit.ts'
import { closedLevels, openLevels } from './plan.ts'

export type Fields = Record<string, unknown>

/** What a portal says of an item. */
export type Card = { item: Fields; comments: Fields[]; moves: Fields[] }

/** A ticket that went through the real doors, and that others are copies of. */
export type Pattern = {
  level: Level
  isOpen: boolean
  cards: Record<Side, Card>
}

/** What all portals of a side have in common. */
export type Kind = {
  place: Place
  /** Answers to what asks how our things stand in the portal, by method. */
  answers: Record<string, unknown>
}

export type Patterns = {
  /** The portals of which the database holds the rows. */
  memberIds: Record<Side, string>
  /** In the order of their numbers at the contract, closed ones first. */
  tickets: Pattern[]
  kinds: Record<Side, Kind>
  /** Where the handlers of the answers are. */
  appUrl: string
  /** When the last of them was written. */
  now: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const patienceMs = 200
/** Between two open tickets, so that not all are due at once. */
const stepMs = 5 * minuteMs

/** Two portals are linked and tickets of all levels filed, answered and closed, by the emulator. */
export async function makePatterns(databaseUrl: string): Promise<Patterns> {
  const folder = mkdtempSync(join(tmpdir(), 'sla-simulate-'))
  const trafficFile = join(folder, 'traffic')
  const bridge = await openBridge({ databaseUrl, trafficFile })
  try {
    const { world } = bridge
    const tickets = await play(bridge).finally(() => world.stop())
    const traffic = z.array(lineSchema).parse(linesOf(readFileSync(trafficFile, 'utf8')))
    const kindOf = (person: Visitor, { domain }: Portal): Kind => ({
      place: placeOf(person),
      answers: answersIn(traffic.filter((line) => line.portal === domain)),
    })
    return {
      memberIds: {
        customer: world.customer.memberId,
        partner: world.partner.memberId,
      },
      tickets,
      kinds: {
        customer: kindOf(bridge.customer, world.customer),
        partner: kindOf(bridge.partner, world.partner),
      },
      appUrl: world.appUrl,
      now: world.clock.now(),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function play(bridge: Bridge): Promise<Pattern[]> {
  const filed: Filed[] = []
  for (const level of closedLevels) filed.push(await playLife(bridge, level))
  for (const [index, level] of openLevels.entries())
    filed.push(await playBeginning(bridge, level, index % 2 === 0))
  await checkSetUp(bridge)
  const { world, customer, partner } = bridge
  const tickets: Pattern[] = []
  for (const { level, isOpen, itemIds } of filed)
    tickets.push({
      ...{ level, isOpen },
      cards: {
        customer: await readCard(world.customer, placeOf(customer), itemIds.customer),
        partner: await readCard(world.partner, placeOf(partner), itemIds.partner),
      },
    })
  return tickets
}

/** Items of the partner that were filed already. */
const known = new Set<number>()

type Filed = Pick<Pattern, 'level' | 'isOpen'> & {
  itemIds: Record<Side, number>
}

/** From the filing to the end. */
async function playLife(bridge: Bridge, level: Level): Promise<Filed> {
  const { customer, partner, world } = bridge
  const itemIds = await file(bridge, 'Не проводятся накладные', level)
  await comment(partner, itemIds.partner, '#клиенту? Пришлите, пожалуйста, журнал ошибок.')
  await world.settle()
  await comment(customer, itemIds.customer, 'Журнал пуст, ошибка только на экране.')
  await world.settle()
  await comment(partner, itemIds.partner, '#клиенту Нашли причину, готовим исправление.')
  await moveItem(partner, itemIds.partner, 'proposed')
  await world.settle()
  await comment(customer, itemIds.customer, 'Накладные проводятся, спасибо.')
  await moveItem(customer, itemIds.customer, 'closed')
  await world.settle()
  return { level, isOpen: false, itemIds }
}

async function playBeginning(bridge: Bridge, level: Level, isAnswered: boolean): Promise<Filed> {
  const { partner, world } = bridge
  const itemIds = await file(bridge, 'Не печатается отчёт', level)
  if (isAnswered) await comment(partner, itemIds.partner, '#клиенту Смотрим, вернёмся с ответом.')
  await world.settle()
  world.clock.advance(stepMs)
  await world.app.jobs.tickClocks()
  await world.settle()
  return { level, isOpen: true, itemIds }
}

async function file({ customer, partner, world }: Bridge, title: string, level: Level) {
  const itemId = await fileTicket(customer, { title, level })
  for (;;) {
    await world.settle()
    // On a busy machine work goes on behind what counts as settled.
    const [newest] = await ticketsOf(partner)
    const mirrorId = newest?.itemId ?? null
    if (mirrorId !== null && !known.has(mirrorId)) {
      known.add(mirrorId)
      return { customer: itemId, partner: mirrorId }
    }
    await sleep(patienceMs)
  }
}

/** The backend asks the portals how its things stand; the answers are recorded. */
async function checkSetUp({ world }: Bridge): Promise<void> {
  world.clock.advance(hourMs)
  await world.app.jobs.setUpPortals()
  await world.app.jobs.tickClocks()
  await world.settle()
}

const rows = z.array(z.record(z.string(), z.unknown()))
const itemAnswer = z.object({ item: z.record(z.string(), z.unknown()) })
const movesAnswer = z.object({ items: rows })

async function readCard(portal: Portal, { entityTypeId }: Place, id: number): Promise<Card> {
  const ask = async (method: string, params: Fields) =>
    (await portal.callAsUser(adminId, method, params)).body.result
  const owner = {
    ENTITY_ID: id,
    ENTITY_TYPE: `dynamic_${String(entityTypeId)}`,
  }
  return {
    item: itemAnswer.parse(await ask('crm.item.get', { entityTypeId, id })).item,
    comments: rows.parse(await ask('crm.timeline.comment.list', { filter: owner })),
    moves: movesAnswer.parse(
      await ask('crm.stagehistory.list', {
        entityTypeId,
        filter: { OWNER_ID: id },
      }),
    ).items,
  }
}

function placeOf({ session }: Visitor): Place {
  if (!session.portal.place) throw new Error('The portal has not been set up')
  return session.portal.place
}

const lineSchema = z.looseObject({
  portal: z.string().optional(),
  method: z.string().optional(),
  body: z.looseObject({ result: z.unknown().optional() }).optional(),
})

const linesOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown)

/** What each method has answered last. */
function answersIn(lines: readonly z.infer<typeof lineSchema>[]): Kind['answers'] {
  const answers: Kind['answers'] = {}
  for (const { method, body } of lines)
    if (method !== undefined && body && 'result' in body) answers[method] = body.result
  return answers
}
