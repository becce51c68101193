import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { contractListSchema } from '../../../shared/api/contracts.ts'
import { moneySchema } from '../../../shared/api/money.ts'
import { workLogSchema } from '../../../shared/api/work-log.ts'
import { comment, fileTicket } from '../../support/file-ticket.ts'
import { linkPortals } from '../../support/link-portals.ts'
import { moveItem, ticketsOf, updateItem } from '../../support/open-bridge.ts'
import { startWorld, type World } from '../../support/start-world.ts'
import { visit, type Visitor } from '../../support/visit.ts'
import type { Told, Words } from './words.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const engineer = 5
const bookkeeper = 7
/** A Monday, half past nine in Moscow. */
const begin = '2026-11-02T06:30:00Z'
/** On which day of the month, and after how many minutes, each ticket of the past came and was answered. */
const pace = [
  [0, 40],
  [3, 55],
  [4, 180],
  [7, 9],
  [8, 110],
  [10, 260],
  [14, 70],
  [16, 150],
] as const
/** The Tuesday of the pictures. */
const today = 22

type Month = { world: World; words: Words; customer: Visitor; partner: Visitor }

/** Two linked portals after three weeks of work: solved tickets, one broken promise, and today's. */
export async function playMonth(words: Words): Promise<World> {
  const world = await startWorld({ startsAt: begin, cast: words.cast })
  await linkPortals(world, words.agreement)
  await agreeOnPrice(world, words)
  const customer = await visit(world.appUrl, world.customer, bookkeeper)
  const partner = await visit(world.appUrl, world.partner, engineer)
  const month = { world, words, customer, partner }
  for (const [index, told] of words.past.entries()) {
    const [day = 0, answeredAfter = 30] = pace[index] ?? []
    await pass(world, Date.parse(begin) + day * dayMs + index * 23 * minuteMs)
    await solve(month, told, answeredAfter)
  }
  await pass(world, Date.parse(begin) + (today - 1) * dayMs)
  await playToday(month)
  return world
}

async function agreeOnPrice(world: World, { packageName }: Words): Promise<void> {
  const admin = await visit(world.appUrl, world.partner, 1)
  const [contract] = (await admin.get('/api/contracts', contractListSchema)).contracts
  if (!contract) throw new Error('There is no contract')
  const { id, policy, calendar } = contract
  const tariff = { ...contract.tariff, hourKopecks: 360_000 }
  const terms = { policy, calendar, tariff }
  await admin.raw('POST', `/api/contracts/${id}/terms`, {
    ...{ basedOn: 1, validOn: begin.slice(0, 10), terms },
  })
  await admin.post(`/api/money/contracts/${id}/packages`, moneySchema, {
    ...{ id: randomUUID(), name: packageName, minutes: 240, kopecks: 1_200_000 },
    ...{ fromMonth: '2026-11', untilMonth: '2026-11', rest: 'rollsOver' },
  })
}

async function pass(world: World, until: number): Promise<void> {
  world.clock.advance(Math.max(until - world.clock.now(), 0))
  await world.settle()
}

const wait = (world: World, minutes: number) => pass(world, world.clock.now() + minutes * minuteMs)

/** @returns the item on either side */
async function file({ world, words, customer, partner }: Month, told: Told) {
  const { name, phone, email } = words.agreement.persons[0]!.input
  const itemId = await fileTicket(customer, {
    title: told.title,
    level: told.level,
    values: {
      ...{ description: told.description, impact: told.impact, environment: words.environment },
      ...{ contactName: name, contactPhone: phone, contactEmail: email },
      ...{ links: words.link, filesReason: words.filesReason },
      ...(told.level === 1 && { consentPhone: true, consentReply: true }),
    },
  })
  await world.settle()
  const mirror = (await ticketsOf(partner)).find(({ title }) => title.includes(told.title))
  const mirrorId = z.number().parse(mirror?.itemId)
  await updateItem(partner, mirrorId, { assignedById: engineer })
  await world.settle()
  return { itemId, mirrorId }
}

async function answer({ world, partner }: Month, mirrorId: number, text: string): Promise<void> {
  await comment(partner, mirrorId, text)
  await world.settle()
}

/** From the filing to the closing, with the work between. */
async function solve(month: Month, told: Words['past'][number], answeredAfter: number) {
  const { world, partner } = month
  const { mirrorId } = await file(month, told)
  await wait(world, answeredAfter)
  await answer(month, mirrorId, `#клиенту ${told.answer}`)
  await wait(world, 20 + answeredAfter / 2)
  await answer(month, mirrorId, `#клиенту ${told.work}.`)
  const to = world.clock.now()
  await partner.post(`/api/tickets/by-item/${String(mirrorId)}/work`, workLogSchema, {
    ...{ id: randomUUID(), from: to - (20 + answeredAfter / 4) * minuteMs, to, what: told.work },
    ...{ onlyOutOfHours: false, questionIds: [], endsTimer: false },
  })
  await moveItem(partner, mirrorId, 'closed')
  await world.settle()
}

/** The tickets that are open in the pictures. */
async function playToday(month: Month): Promise<void> {
  const { world, words, customer, partner } = month
  const [report, archive, card, printing, outage] = words.open
  const first = await file(month, report!)
  await wait(world, 25)
  await answer(month, first.mirrorId, `#клиенту ${report!.answer}`)
  await moveItem(partner, first.mirrorId, 'inWork')
  await wait(world, 35)
  await comment(customer, first.itemId, words.thanks)
  await wait(world, 6 * 60)
  const second = await file(month, archive!)
  await wait(world, 40)
  await answer(month, second.mirrorId, `#клиенту ${archive!.answer}`)
  await pass(world, Date.parse(begin) + today * dayMs)
  await answer(month, first.mirrorId, `#клиенту ${words.proposal}`)
  const third = await file(month, card!)
  await wait(world, 20)
  await comment(customer, first.itemId, words.confirmation)
  await answer(month, third.mirrorId, `#клиенту ${card!.answer}`)
  await moveItem(partner, third.mirrorId, 'inWork')
  await wait(world, 30)
  await file(month, printing!)
  await wait(world, 25)
  const last = await file(month, outage!)
  await wait(world, 6)
  await answer(month, last.mirrorId, `#клиенту? ${outage!.answer}`)
  await wait(world, 8)
}
