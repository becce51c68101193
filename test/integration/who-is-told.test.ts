import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nightRota, setOnCall, toldTo } from '../support/duty.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, openBridge, updateItem } from '../support/open-bridge.ts'

const ivan = 5
const maria = adminId
const minuteMs = 60_000
const consents = { consentPhone: true, consentReply: true }

/** People of the partner hear of what concerns them, each thing once. */
describe('who is told', () => {
  let bridge: Bridge
  const told = (userId: number) => toldTo(bridge.world, userId)

  const open = async (startsAt: string) => {
    bridge = await openBridge({ startsAt })
    await setOnCall(bridge.world)
  }

  const file = async (level: 1 | 2) => {
    const values = level === 1 ? consents : {}
    const itemId = await fileTicket(bridge.customer, { title: 'Нет связи', level, values })
    await bridge.world.settle()
    return { itemId, mirrorId: await bridge.mirrorOf() }
  }

  const give = async (mirrorId: number, assignedById: number) => {
    await updateItem(bridge.partner, mirrorId, { assignedById })
    await bridge.world.settle()
  }

  afterEach(() => bridge.world.stop())

  describe('in working hours', () => {
    // Ten o'clock in Moscow: the night shift is over, so that there is a gap.
    beforeEach(() => open('2026-11-24T07:00:00Z'), 60_000)

    it('of level 1 at once, with a link into the card; of what nobody has taken, in a gap, the duty manager', async () => {
      await file(1)
      expect(told(maria)).toHaveLength(1)
      expect(told(maria)[0]).toMatch(/Обращение № 1, критичность 1.*Нет связи.*не позднее/)
      expect(told(maria)[0]).toContain('params%5Bticket%5D=1]Открыть обращение № 1[/URL]')
      expect(told(ivan)).toEqual([])
    })

    it('of a customer’s answer and of a change of level whoever has taken the ticket', async () => {
      const { itemId, mirrorId } = await file(2)
      expect(told(maria)).toEqual([])
      await give(mirrorId, ivan)
      await comment(bridge.customer, itemId, 'Ошибка осталась')
      await bridge.world.settle()
      expect(told(ivan)).toHaveLength(1)
      expect(told(ivan)[0]).toMatch(/№ 1: ответил клиент, Анна Лебедева\. «Ошибка осталась»/)

      const properties = { level: '3', reason: 'есть обходной путь' }
      const { place } = bridge.partner.session.portal
      bridge.world.partner.runRobot('sla_change_level', {
        ...{ entityTypeId: place?.entityTypeId ?? 0, itemId: mirrorId },
        properties,
      })
      await bridge.world.settle()
      expect(told(ivan).at(-1)).toMatch(
        /№ 1: критичность снижена с 2 до 3.*Причина: есть обходной путь/,
      )
      await bridge.sweep(2)
      expect(told(ivan)).toHaveLength(2)
      expect(told(maria)).toEqual([])
    })

    it('of warnings and the breach first the engineer, then the duty manager too, each once', async () => {
      const { mirrorId } = await file(2)
      await give(mirrorId, ivan)
      await bridge.sweep(121)
      expect(told(ivan)).toHaveLength(1)
      expect(told(ivan)[0]).toContain('использовано 50 %')
      expect(told(maria)).toEqual([])
      await bridge.sweep(72)
      await bridge.sweep(1)
      expect(told(ivan).at(-1)).toContain('использовано 80 %')
      expect(told(maria)).toHaveLength(1)
      await bridge.sweep(48)
      await bridge.sweep(1)
      expect(told(ivan).at(-1)).toContain('просрочено — реакция')
      expect(told(maria).at(-1)).toContain('просрочено — реакция')
      expect([told(ivan).length, told(maria).length]).toEqual([3, 2])
    })
  })

  describe('in quiet hours', () => {
    // Half past eight in the evening.
    beforeEach(() => open('2026-11-24T17:30:00Z'), 60_000)

    it('of what can wait at their end, in one message, and never twice', async () => {
      const { itemId, mirrorId } = await file(2)
      await give(mirrorId, ivan)
      await bridge.sweep(60)
      await comment(bridge.customer, itemId, 'Это срочно')
      await bridge.world.settle()
      await bridge.sweep(5)
      await comment(bridge.customer, itemId, 'И касса не печатает')
      await bridge.world.settle()
      expect(told(ivan)).toEqual([])

      // Eight o'clock, and every job runs as often as it likes.
      await bridge.sweep(10 * 60 + 24)
      expect(told(ivan)).toEqual([])
      await bridge.sweep(2)
      await bridge.sweep(2)
      expect(told(ivan)).toHaveLength(1)
      expect(told(ivan)[0]).toMatch(/За тихие часы[^]*Это срочно[^]*И касса не печатает/)
    })

    it('jobs that look for what was held back at the same moment tell it once', async () => {
      const { itemId, mirrorId } = await file(2)
      await give(mirrorId, ivan)
      await bridge.sweep(60)
      await comment(bridge.customer, itemId, 'Это срочно')
      await bridge.world.settle()
      expect(told(ivan)).toEqual([])
      bridge.world.clock.advance(11 * 60 * minuteMs)
      const { jobs } = bridge.world.app
      await Promise.all([jobs.tickClocks(), jobs.tickClocks(), jobs.tickClocks()])
      await bridge.world.settle()
      expect(told(ivan)).toHaveLength(1)
      expect(told(ivan)[0]).toMatch(/^Обращение № 1: ответил клиент/)
    })

    it('of level 1 at once, the person on duty and not the one who sleeps', async () => {
      await setOnCall(bridge.world, {
        ...nightRota,
        exceptions: [
          { from: '2026-11-24', to: '2026-11-24', person: { id: maria, name: 'Мария Соколова' } },
        ],
      })
      bridge.world.clock.advance(60 * minuteMs)
      const { mirrorId } = await file(1)
      expect(told(maria)).toHaveLength(1)
      await give(mirrorId, ivan)
      await bridge.sweep(31)
      expect(told(maria).at(-1)).toContain('использовано 50 %')
      expect(told(ivan)).toEqual([])
    })
  })
})
