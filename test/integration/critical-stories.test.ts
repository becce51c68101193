import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { callDeskSchema, callLoggedSchema } from '../../shared/api/calls.ts'
import { contractListSchema } from '../../shared/api/contracts.ts'
import { termsHistorySchema } from '../../shared/api/terms.ts'
import type { EscalationStep } from '../../shared/sla/policy.ts'
import { setOnCall, toldTo } from '../support/duty.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import {
  type Bridge,
  commentTexts,
  openBridge,
  ticketView,
  updateItem,
} from '../support/open-bridge.ts'
import { visit } from '../support/visit.ts'

const ivan = 5
const maria = adminId
const minuteMs = 60_000

/** Two tickets at level 1, told with the clock moved forward: what people hear at each step, and why. */
describe('a critical ticket', () => {
  let bridge: Bridge
  afterEach(() => bridge.world.stop())

  const told = (userId: number) => toldTo(bridge.world, userId)
  const counts = () => [told(ivan).length, told(maria).length]

  async function open(startsAt: string, escalation?: EscalationStep[]) {
    bridge = await openBridge({ startsAt })
    await setOnCall(bridge.world)
    if (escalation) await agreeOn(escalation)
    const itemId = await fileTicket(bridge.customer, {
      title: 'Портал не открывается',
      level: 1,
      values: { consentPhone: true, consentReply: true },
    })
    await bridge.world.settle()
    return { itemId, mirrorId: await bridge.mirrorOf() }
  }

  /** The contract names its steps from now on. */
  async function agreeOn(escalation: EscalationStep[]) {
    const admin = await visit(bridge.world.appUrl, bridge.world.partner, adminId)
    const { contracts } = await admin.get('/api/contracts', contractListSchema)
    const path = `/api/contracts/${contracts[0]?.id ?? ''}/terms`
    const { versions } = await admin.get(path, termsHistorySchema)
    const { version = 0, terms } = versions[0] ?? {}
    const policy = { ...terms?.policy, escalation }
    const body = { basedOn: version, validOn: '2026-11-24', terms: { ...terms, policy } }
    await admin.post(path, termsHistorySchema, body)
    // Portals keep whole seconds: what is filed in this one may seem to be older.
    bridge.world.clock.advance(minuteMs)
  }

  async function callInVain(mirrorId: number) {
    const path = `/api/tickets/by-item/${String(mirrorId)}/calls`
    const { persons } = await bridge.partner.get(path, callDeskSchema)
    const personId = persons.find(({ isContact }) => isContact)?.id
    const call = { id: randomUUID(), startedAt: bridge.world.clock.now(), personId }
    await bridge.partner.post(path, callLoggedSchema, { ...call, isReached: false, summary: '' })
    await bridge.world.settle()
  }

  it('at night, and the customer does not answer his telephone: level 2, with clause, evidence and time', async () => {
    // 23:00 in Moscow, in the quiet hours; Ivan is on duty.
    const { itemId, mirrorId } = await open('2026-11-24T20:00:00Z')
    expect(counts()).toEqual([1, 0])
    expect(told(ivan)[0]).toContain('критичность 1')

    bridge.world.clock.advance(5 * minuteMs)
    await callInVain(mirrorId)
    expect((await ticketView(bridge.customer, itemId)).level).toBe(1)

    // Too soon after the first to count.
    bridge.world.clock.advance(4 * minuteMs)
    await callInVain(mirrorId)
    expect((await ticketView(bridge.customer, itemId)).level).toBe(1)
    expect(counts()).toEqual([1, 0])

    bridge.world.clock.advance(11 * minuteMs)
    await callInVain(mirrorId)
    await bridge.sweep(1)
    const ticket = await ticketView(bridge.customer, itemId)
    expect(ticket).toMatchObject({
      level: 2,
      levelChanges: [{ from: 1, to: 2, reason: 'phoneDuty', clause: '4.1' }],
    })
    const words =
      /Критичность снижена до 2 \(§ 4, п\. 3\): вт, 24 ноября, 23:20 МСК\. Нарушено условие § 4\.1\. Звонки без ответа: вт, 24 ноября, 23:05 МСК; вт, 24 ноября, 23:20 МСК\./
    for (const [person, id] of [
      [bridge.customer, itemId],
      [bridge.partner, mirrorId],
    ] as const) {
      const comments = await commentTexts(person, id)
      expect(comments.filter((text) => words.test(text))).toHaveLength(1)
    }
    expect(told(ivan).at(-1)).toMatch(/критичность снижена с 1 до 2.*нарушено условие § 4\.1/)

    // The evidence stands in the history: three attempts, of which two count.
    const path = `/api/tickets/by-item/${String(mirrorId)}/calls`
    const { history } = await bridge.partner.get(path, callDeskSchema)
    const calls = history.filter((fact) => fact.kind === 'call')
    expect(calls.map((call) => [call.reached, call.author])).toEqual(
      Array.from({ length: 3 }, () => [false, 'Иван Петров']),
    )

    // However often everything is looked at again, nobody hears of it twice.
    for (const minutes of [1, 10, 1]) await bridge.sweep(minutes)
    expect(counts()).toEqual([2, 0])
    expect(
      (await commentTexts(bridge.customer, itemId)).filter((text) => words.test(text)),
    ).toHaveLength(1)
  })

  it('with a late engineer: warnings, the breach and the steps behind it reach whom they shall, once each', async () => {
    // 10:00 in Moscow: nobody is on duty, so that the manager hears of it and gives it to Ivan.
    const { itemId, mirrorId } = await open('2026-11-24T07:00:00Z')
    expect(counts()).toEqual([0, 1])
    await updateItem(bridge.partner, mirrorId, { assignedById: ivan })
    await bridge.world.settle()

    const steps: [number, string, number[]][] = [
      [29, 'критичность 1', [0, 1]],
      [2, 'использовано 50 %', [1, 1]],
      [16, 'использовано 50 %', [1, 1]],
      [2, 'использовано 80 %', [2, 2]],
      [10, 'использовано 80 %', [2, 2]],
      [2, 'просрочено — реакция', [3, 3]],
    ]
    for (const [minutes, words, expected] of steps) {
      await bridge.sweep(minutes)
      expect(counts()).toEqual(expected)
      expect([...told(ivan), ...told(maria)].some((text) => text.includes(words))).toBe(true)
    }
    const reaction = async () =>
      (await ticketView(bridge.partner, mirrorId)).clocks.find(({ name }) => name === 'reaction')
    expect((await reaction())?.stoppedAt).toBeUndefined()

    // He answers at last: the breach stays on record, and the next promise begins.
    await comment(bridge.partner, mirrorId, '#клиенту Перезапускаем службы.')
    await bridge.world.settle()
    const clock = await reaction()
    expect(clock?.stoppedAt).toBeGreaterThan(clock?.breachesAt ?? Infinity)
    for (const minutes of [1, 20, 20]) await bridge.sweep(minutes)
    expect(counts()).toEqual([3, 3])
    expect(await commentTexts(bridge.customer, itemId)).toHaveLength(2)
  })

  it('the contract’s own steps, also those behind the breach, are told at their shares, each once', async () => {
    const { mirrorId } = await open('2026-11-24T07:00:00Z', [
      { share: 0.25, to: ['engineer'] },
      { share: 1, to: ['engineer'] },
      { share: 1.5, to: ['dutyManager'] },
    ])
    await updateItem(bridge.partner, mirrorId, { assignedById: ivan })
    await bridge.world.settle()
    const steps: [number, number[]][] = [
      [16, [1, 1]],
      [45, [2, 1]],
      [20, [2, 1]],
      [10, [2, 2]],
      [60, [2, 2]],
    ]
    for (const [minutes, expected] of steps) {
      await bridge.sweep(minutes)
      expect(counts()).toEqual(expected)
    }
    expect(told(ivan)[0]).toContain('использовано 25 %')
    expect(told(maria).at(-1)).toContain('просрочено — реакция')
  })

  it('at night, and nobody reacts: the person on duty first, then the duty manager, whatever the hour', async () => {
    await open('2026-11-24T20:00:00Z')
    const steps: [number, number[]][] = [
      [31, [2, 0]],
      [18, [3, 1]],
      [13, [4, 2]],
    ]
    for (const [minutes, expected] of steps) {
      await bridge.sweep(minutes)
      await bridge.sweep(1)
      expect(counts()).toEqual(expected)
    }
    expect(told(maria).map((text) => /80 %|просрочено/.exec(text)?.[0])).toEqual([
      '80 %',
      'просрочено',
    ])
  })
})
