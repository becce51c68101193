import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { TicketValues } from '../../server/db/side-state.ts'
import { createApp } from '../../server/app.ts'
import { type Database, openDatabase } from '../../server/db/database.ts'
import { createLog } from '../../server/log.ts'
import { createOutside } from '../../server/outside.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import type { OutsideAuthor } from '../../server/usecases/outside-author.ts'
import { comment } from '../support/file-ticket.ts'
import {
  type Bridge,
  commentTexts,
  itemOf,
  messagesOf,
  moveItem,
  openBridge,
  ticketsOf,
  ticketView,
} from '../support/open-bridge.ts'
import { settle, type World } from '../support/start-world.ts'
import type { Visitor } from '../support/visit.ts'

const minute = 60_000
const values: TicketValues = {
  level: '1',
  category: 'recovery',
  description: 'Портал не открывается ни у кого.',
  impact: 'Работа остановлена.',
  environment: 'Битрикс24 коробка 24.300',
  contactName: 'Анна Лебедева',
  contactPhone: '+7 495 000-00-07',
  contactEmail: 'lebedeva@romashka.example',
  filesReason: 'портал недоступен',
  consentPhone: true,
  consentReply: true,
}

/** A ticket gets through when the customer's portal is dead, and joins it when it is back. */
describe('tickets from outside the portal', () => {
  let folder: string
  let bridge: Bridge
  let world: World
  let db: Database
  let outside: ReturnType<typeof createOutside>
  let anna: OutsideAuthor

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'outside-'))
    bridge = await openBridge({ databaseFile: join(folder, 'sla.db') })
    world = bridge.world
    db = await openDatabase(world.config.database, createSecretBox(world.config.tokenKeys))
    outside = createOutside(db, { clock: world.clock, wakeInbox: () => undefined })
    anna = await authorOf('lebedeva@romashka.example')
  }, 60_000)

  afterEach(async () => {
    await db.close()
    await world.stop()
    rmSync(folder, { recursive: true })
  })

  async function authorOf(email: string): Promise<OutsideAuthor> {
    const [found] = await db.addressBook.find(email)
    if (!found) throw new Error('Nobody has this address')
    return { contractId: found.contractId, personId: found.person.id, channel: 'rescue' }
  }

  function portalDies(): void {
    world.customer.faults.add({ fault: 'portalDown', times: 0 })
  }
  async function portalReturns(): Promise<void> {
    world.customer.faults.clear()
    world.clock.advance(20 * minute)
    await world.settle()
    world.clock.advance(minute)
    await world.settle()
  }

  const file = (id: string, change: Partial<Parameters<typeof outside.file>[1]> = {}) =>
    outside.file(anna, { id, title: 'Портал лежит', values, files: [], ...change })
  const write = (ticketId: string, text: string, stage: 'closed' | 'inWork' | null = null) =>
    outside.write(anna, { id: randomUUID(), ticketId, text, stage, files: [] })

  async function itemsOf(person: Visitor) {
    const { place } = person.session.portal
    const list = await person.call('crm.item.list', { entityTypeId: place?.entityTypeId })
    return z
      .object({
        items: z.array(
          z.looseObject({
            id: z.number(),
            xmlId: z.string(),
            createdTime: z.string(),
            createdBy: z.number(),
          }),
        ),
      })
      .parse(list).items
  }

  it('is registered at its acceptance and mirrored at once, and joins the portal with its own time', async () => {
    portalDies()
    const id = randomUUID()
    const filedAt = Math.floor(world.clock.now() / 1000) * 1000
    await file(id)
    await file(id)
    world.clock.advance(2 * minute)
    await world.settle()
    const [ticket, ...others] = await ticketsOf(bridge.partner)
    expect(others).toEqual([])
    expect(ticket).toMatchObject({ id, level: 1, registeredAt: filedAt, title: 'Портал лежит' })
    expect(ticket?.itemId).toBeGreaterThan(0)
    const mirrorId = await bridge.mirrorOf()
    await comment(bridge.partner, mirrorId, '#клиенту Уже смотрим.')
    await world.settle()
    await write(id, 'Ошибка 502 у всех.')
    await world.settle()

    await portalReturns()
    const [item, ...copies] = await itemsOf(bridge.customer)
    expect(copies).toEqual([])
    expect(item).toMatchObject({ xmlId: id, createdBy: 7 })
    expect(Date.parse(item?.createdTime ?? '')).toBe(filedAt)
    const texts = await commentTexts(bridge.customer, item?.id ?? 0)
    const order = ['зарегистрировано', 'Уже смотрим', 'Ошибка 502'].map((words) =>
      texts.filter((text) => text.includes(words)),
    )
    expect(order.map((found) => found.length)).toEqual([1, 1, 1])
    expect(order[2]?.[0]).toContain('[b]Анна Лебедева[/b] · через резервную страницу')
    expect(await itemsOf(bridge.partner)).toHaveLength(1)
    const mirrored = await commentTexts(bridge.partner, mirrorId)
    expect(mirrored.filter((text) => text.includes('Ошибка 502'))).toHaveLength(1)
    const both = await Promise.all([
      messagesOf(bridge.customer, item?.id ?? 0),
      messagesOf(bridge.partner, mirrorId),
    ])
    expect(both[0].map(({ text }) => text)).toEqual(['Уже смотрим.', 'Ошибка 502 у всех.'])
    expect(both[1].map(({ text }) => text)).toEqual(both[0].map(({ text }) => text))
  })

  it('an answer from outside meets the duty of § 4.2 as of its acceptance', async () => {
    const id = randomUUID()
    await file(id)
    await world.settle()
    await comment(bridge.partner, await bridge.mirrorOf(), '#клиенту? Что в журнале?')
    await world.settle()
    portalDies()
    world.clock.advance(30 * minute)
    const answeredAt = world.clock.now()
    await write(id, 'В журнале пусто.')
    world.clock.advance(5 * minute)
    await world.settle()
    const ticket = await ticketView(bridge.partner, await bridge.mirrorOf())
    const duty = ticket.clocks.find(({ name }) => name === 'replyDuty')
    expect(Math.abs((duty?.stoppedAt ?? 0) - answeredAt)).toBeLessThan(minute)
    expect(ticket.level).toBe(1)
  })

  it('a solution is confirmed, or refused, without the portal', async () => {
    const id = randomUUID()
    await file(id)
    await world.settle()
    const mirrorId = await bridge.mirrorOf()
    world.clock.advance(minute)
    await expect(write(id, 'Нет', 'inWork')).rejects.toThrow('stage')
    portalDies()
    for (const [stage, text] of [
      ['inWork', 'Ошибка осталась.'],
      ['closed', 'Теперь работает.'],
    ] as const) {
      world.clock.advance(minute)
      await moveItem(bridge.partner, mirrorId, 'proposed')
      await world.settle()
      await write(id, text, stage)
      await world.settle()
      expect((await ticketView(bridge.partner, mirrorId)).stage).toBe(stage)
    }
    await portalReturns()
    const [item] = await itemsOf(bridge.customer)
    const stages = bridge.customer.session.portal.place?.stages
    expect((await itemOf(bridge.customer, item?.id ?? 0)).stageId).toBe(stages?.closed)
  })

  it('files travel to both portals, each once', async () => {
    portalDies()
    const id = randomUUID()
    const bytes = Buffer.from('журнал')
    await file(id, { files: [{ name: 'журнал.txt', bytes }] })
    await world.settle()
    await outside.write(anna, {
      ...{ id: randomUUID(), ticketId: id, text: 'Ещё снимок.', stage: null },
      files: [{ name: 'снимок.txt', bytes }],
    })
    await world.settle()
    await portalReturns()
    for (const person of [bridge.customer, bridge.partner]) {
      const [item] = await itemsOf(person)
      const field = person.session.portal.place?.fields.files ?? ''
      const [shown] = [await itemOf(person, item?.id ?? 0)]
      expect(z.array(z.unknown()).parse(shown[field])).toHaveLength(1)
    }
    const [message] = await messagesOf(bridge.partner, await bridge.mirrorOf())
    expect(message?.fileNames).toEqual(['снимок.txt'])
  })

  it('an answer of the portal that is lost makes no second item, nor does a kill in between', async () => {
    portalDies()
    const id = randomUUID()
    await file(id)
    await world.app.jobs.processInbox()
    // Another process on the same database takes over what the first has begun.
    const second = await createApp(world.config, { clock: world.clock, log: createLog('silent') })
    await settle([second], world.emulator)
    world.customer.faults.clear()
    world.customer.faults.add({ fault: 'answerLost', target: 'crm.item.import' })
    world.clock.advance(20 * minute)
    await settle([second], world.emulator)
    world.clock.advance(20 * minute)
    await settle([second], world.emulator)
    await second.stop()
    expect((await itemsOf(bridge.customer)).map(({ xmlId }) => xmlId)).toEqual([id])
    expect(await itemsOf(bridge.partner)).toHaveLength(1)
    expect(await ticketsOf(bridge.customer)).toHaveLength(1)
  })

  it('where the portal does not import, the item is made anew and a comment tells the time', async () => {
    world.customer.faults.add({ fault: 'methodMissing', target: 'crm.item.import', times: 0 })
    const id = randomUUID()
    await file(id)
    await world.settle()
    const [item, ...copies] = await itemsOf(bridge.customer)
    expect(copies).toEqual([])
    const texts = await commentTexts(bridge.customer, item?.id ?? 0)
    expect(texts.some((text) => /подано через резервную страницу: Анна Лебедева/.test(text))).toBe(
      true,
    )
  })

  it('strangers and former contracts have no way in', async () => {
    const stranger = { ...anna, personId: 'nobody' }
    await expect(
      outside.file(stranger, { id: randomUUID(), title: 'Т', values, files: [] }),
    ).rejects.toThrow('authorised')
    const contract = await db.contracts.find(anna.contractId)
    if (contract) await db.contracts.save({ ...contract, state: 'ended' })
    await expect(file(randomUUID())).rejects.toThrow('authorised')
  })
})
