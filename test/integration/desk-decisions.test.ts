import { createHash, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contractListSchema, contractSchema } from '../../shared/api/contracts.ts'
import {
  factsPageSchema,
  replyTemplatesSchema,
  ticketContextSchema,
} from '../../shared/api/desk.ts'
import { verifyChain } from '../../shared/evidence/chain.ts'
import { renewedConsents } from '../../shared/ticket/consents.ts'
import { toItemFields } from '../../shared/ticket/place.ts'
import { contractDetails } from '../support/contract-details.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import {
  type Bridge,
  commentTexts,
  openBridge,
  ticketView,
  updateItem,
} from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const admin = 1
const storekeeper = 8
const done = z.object({})

/** What the engineer decides in the card, and what he sees beside the conversation. */
describe('the engineer’s desk', () => {
  let bridge: Bridge
  let itemId = 0
  let mirrorId = 0

  beforeEach(async () => {
    bridge = await openBridge()
    itemId = await fileTicket(bridge.customer, {
      title: 'Портал не открывается',
      level: 1,
      values: { consentPhone: true, consentReply: true, consentVersion: '2026-11' },
    })
    await bridge.world.settle()
    mirrorId = await bridge.mirrorOf()
  })
  afterEach(() => bridge.world.stop())

  const at = (item: number, rest: string) => `/api/tickets/by-item/${String(item)}/${rest}`
  const decide = async (rest: string, body: unknown) => {
    bridge.world.clock.advance(minuteMs)
    await bridge.partner.post(at(mirrorId, rest), done, body)
    await bridge.world.settle()
  }
  const refused = (who: Visitor, item: number, rest: string, body: unknown) =>
    who.raw('POST', at(item, rest), body)
  const view = () => ticketView(bridge.customer, itemId)
  const reaction = async () => (await view()).clocks.find(({ name }) => name === 'reaction')

  describe('level', () => {
    it('is changed with a reason that both parties read, in the history and in both cards', async () => {
      await decide('level', { level: 3, reason: 'Есть обходной путь' })
      const { level, levelChanges } = await view()
      expect(level).toBe(3)
      expect(levelChanges).toMatchObject([{ from: 1, to: 3, note: 'Есть обходной путь' }])
      for (const [who, item] of [
        [bridge.customer, itemId] as const,
        [bridge.partner, mirrorId] as const,
      ])
        expect((await commentTexts(who, item)).join('\n')).toContain('1 → 3. Есть обходной путь')
    })

    it('becomes 1 again only after the customer has given both consents anew', async () => {
      await decide('level', { level: 2, reason: 'Часть отделов работает' })
      const raise = { level: 1, reason: 'Снова всё стоит' }
      expect(await refused(bridge.partner, mirrorId, 'level', raise)).toMatchObject({
        status: 409,
        body: { code: 'consentsNeeded' },
      })
      bridge.world.clock.advance(minuteMs)
      const { place } = bridge.customer.session.portal
      if (!place) throw new Error('The portal has not been set up')
      const consents = renewedConsents(bridge.world.clock.now())
      await updateItem(bridge.customer, itemId, toItemFields(place, consents))
      await bridge.world.settle()
      await decide('level', raise)
      expect((await view()).level).toBe(1)
    })
  })

  describe('out of scope (§2)', () => {
    const scope = { reason: 'Разработка отчёта — отдельная услуга' }

    it('stops the clocks until an objection is upheld; the time between is a pause', async () => {
      await decide('scope', scope)
      expect(await reaction()).toMatchObject({ pauseReason: 'outOfScope', dueAt: null })
      expect((await view()).outOfScope).toMatchObject({ ...scope, objection: null })
      expect((await commentTexts(bridge.customer, itemId)).join('\n')).toContain(scope.reason)

      bridge.world.clock.advance(hourMs)
      const objection = { reason: 'Отчёт штатный' }
      await bridge.customer.post(at(itemId, 'objection'), done, objection)
      expect((await view()).outOfScope?.objection).toMatchObject({
        ...objection,
        by: 'Анна Лебедева',
      })
      expect(await reaction()).toMatchObject({ pauseReason: 'outOfScope' })

      await decide('objection/answer', { isUpheld: true, reason: 'Да, это ошибка' })
      expect((await view()).outOfScope).toBeNull()
      const { dueAt, pauses } = (await reaction()) ?? {}
      expect(dueAt).not.toBeNull()
      expect(pauses?.[0]?.reason).toBe('outOfScope')
    })

    it('stays so when the objection is declined, and it can be objected to again', async () => {
      await decide('scope', scope)
      const object = () =>
        bridge.customer.post(at(itemId, 'objection'), done, { reason: 'Штатный' })
      await object()
      expect(
        await refused(bridge.customer, itemId, 'objection', { reason: 'Ещё раз' }),
      ).toMatchObject({ status: 409 })
      await decide('objection/answer', { isUpheld: false, reason: 'Отчёт ваш собственный' })
      expect((await view()).outOfScope).toMatchObject({ objection: null })
      expect((await commentTexts(bridge.customer, itemId)).join('\n')).toContain(
        'Возражение отклонено',
      )
      await object()
    })

    it('is marked once, and objected to by the customer’s persons only', async () => {
      expect(await refused(bridge.customer, itemId, 'objection', { reason: 'Рано' })).toMatchObject(
        { status: 409 },
      )
      await decide('scope', scope)
      expect(await refused(bridge.partner, mirrorId, 'scope', scope)).toMatchObject({ status: 409 })
      const pyotr = await visit(bridge.world.appUrl, bridge.world.customer, storekeeper)
      expect(await refused(pyotr, itemId, 'objection', scope)).toMatchObject({ status: 403 })
      expect(await refused(bridge.partner, mirrorId, 'objection', scope)).toMatchObject({
        status: 403,
      })
    })
  })

  it('beside the conversation stand contract, persons, contact and environment', async () => {
    const context = await bridge.partner.get(at(mirrorId, 'context'), ticketContextSchema)
    expect(context).toMatchObject({
      life: { standing: 'valid', endsOn: null },
      window: 'always',
      contact: { name: 'Анна Лебедева', personId: context.persons[0]?.id },
      environment: 'Битрикс24 коробка 24.300, PHP 8.2, MySQL 8.0',
    })
    expect(context.persons.map(({ name }) => name)).toEqual(['Анна Лебедева', 'Олег Громов'])
  })

  it('and that the licence has run out since the ticket was filed (§ 1)', async () => {
    const boss = await visit(bridge.world.appUrl, bridge.world.partner, admin)
    const [contract] = (await boss.get('/api/contracts', contractListSchema)).contracts
    const details = contractDetails({ licenceUntil: '2026-11-22' })
    await boss.post(`/api/contracts/${contract?.id ?? ''}/details`, contractSchema, details)
    const context = await bridge.partner.get(at(mirrorId, 'context'), ticketContextSchema)
    expect(context.life).toMatchObject({ standing: 'licenceEnded', licenceUntil: '2026-11-22' })
  })

  it('the history of facts is read newest first, by kind, and its hashes chain', async () => {
    await comment(bridge.partner, mirrorId, '#клиенту Смотрим.')
    await bridge.world.settle()
    const page = (query: string) =>
      bridge.partner.get(at(mirrorId, `facts${query}`), factsPageSchema)
    const { facts, total, next, kinds } = await page('')
    expect(facts.map(({ fact }) => fact.kind).slice(-1)).toEqual(['registered'])
    expect([facts.length, next]).toEqual([total, null])
    expect(kinds).toContain('message')
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
    expect(await verifyChain(sha256, facts.toReversed())).toMatchObject({ isIntact: true })
    const [message] = (await page('?kind=message')).facts
    expect(message?.fact).toMatchObject({ kind: 'message', author: 'Иван Петров' })
    expect((await page(`?before=${String(message?.seq)}`)).facts).toHaveLength(
      (message?.seq ?? 1) - 1,
    )
  })

  describe('templates', () => {
    const template = (changed: Record<string, unknown> = {}) => ({
      id: randomUUID(),
      isPersonal: true,
      title: 'Приняли',
      text: 'Здравствуйте, {контактное лицо}! Приняли обращение № {номер}.',
      ...changed,
    })
    const put = (who: Visitor, body: unknown) =>
      who.post(at(mirrorId, 'templates'), replyTemplatesSchema, body)
    const titles = async (who: Visitor) =>
      (await who.get(at(mirrorId, 'templates'), replyTemplatesSchema)).templates.map(
        ({ title }) => title,
      )

    it('one’s own are one’s own; the contract’s are kept by administrators and used by all', async () => {
      const maria = await visit(bridge.world.appUrl, bridge.world.partner, admin)
      const own = template()
      await put(bridge.partner, own)
      await put(bridge.partner, { ...own, title: 'Приняли в работу' })
      expect(await titles(bridge.partner)).toEqual(['Приняли в работу'])
      expect(await titles(maria)).toEqual([])
      const shared = template({ isPersonal: false, title: 'Общий' })
      expect(await refused(bridge.partner, mirrorId, 'templates', shared)).toMatchObject({
        status: 403,
      })
      await put(maria, shared)
      expect(await titles(bridge.partner)).toEqual(['Общий', 'Приняли в работу'])
      const removal = (id: string) => `templates/${id}/removal`
      expect(await refused(bridge.partner, mirrorId, removal(shared.id), {})).toMatchObject({
        status: 403,
      })
      await bridge.partner.post(at(mirrorId, removal(own.id)), replyTemplatesSchema)
      expect(await titles(bridge.partner)).toEqual(['Общий'])
    })

    it('nobody takes away or overwrites what is somebody else’s, whatever id he sends', async () => {
      const maria = await visit(bridge.world.appUrl, bridge.world.partner, admin)
      const own = template()
      await put(bridge.partner, own)
      expect(await refused(maria, mirrorId, `templates/${own.id}/removal`, {})).toMatchObject({
        status: 404,
      })
      expect(await refused(maria, mirrorId, 'templates', own)).toMatchObject({ status: 409 })
      expect(await titles(bridge.partner)).toEqual(['Приняли'])
    })
  })

  it.each([
    ['POST', 'level', { level: 2, reason: 'Х' }],
    ['POST', 'scope', { reason: 'Х' }],
    ['POST', 'objection/answer', { isUpheld: true, reason: 'Х' }],
    ['GET', 'context', undefined],
    ['GET', 'facts', undefined],
    ['GET', 'templates', undefined],
    ['POST', `templates/${randomUUID()}/removal`, {}],
  ])('%s %s is closed to the customer', async (method, rest, body) => {
    expect(await bridge.customer.raw(method, at(itemId, rest), body)).toMatchObject({ status: 403 })
    expect(await bridge.customer.raw(method, at(itemId + 1000, rest), body)).toMatchObject({
      status: 404,
    })
  })
})
