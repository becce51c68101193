import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { usualCast } from '../support/cast.ts'
import { runRobot } from '../support/automation.ts'
import { setOnCall, toldTo } from '../support/duty.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import {
  type Bridge,
  commentTexts,
  itemOf,
  moveItem,
  openBridge,
  updateItem,
} from '../support/open-bridge.ts'

const { partner, customer } = usualCast
const russian = /[а-яё]/i
const ivan = 5

/** Whatever we write into a portal, we write in its language. */
describe('what is said', () => {
  let bridge: Bridge
  afterEach(() => bridge.world.stop())

  async function file(level: 1 | 2) {
    const values = { impact: '', consentPhone: level === 1, consentReply: level === 1 }
    const itemId = await fileTicket(bridge.customer, { title: 'No link', level, values })
    await bridge.world.settle()
    return { itemId, mirrorId: await bridge.mirrorOf() }
  }

  async function cardOf(mirrorId: number): Promise<string> {
    const { entityTypeId } = bridge.partner.session.portal.place ?? {}
    const filter = { OWNER_TYPE_ID: entityTypeId, OWNER_ID: mirrorId }
    const [card] = z
      .array(z.object({ ID: z.coerce.number() }))
      .parse(await bridge.partner.call('crm.activity.list', { filter }))
    return JSON.stringify(bridge.world.partner.activityLayout(card?.ID ?? 0))
  }

  const stateIn = async (side: 'customer' | 'partner', id: number): Promise<unknown> => {
    const name = bridge[side].session.portal.place?.fields['slaState'] ?? ''
    return (await itemOf(bridge[side], id))[name]
  }

  describe('to an English customer by a Russian partner', () => {
    const open = async () => {
      bridge = await openBridge({
        cast: { ...usualCast, customer: { ...customer, language: 'en' } },
      })
    }

    it('the answer to a ticket, mirrors and states are English there and Russian here', async () => {
      await open()
      const { itemId, mirrorId } = await file(2)
      expect(await commentTexts(bridge.customer, itemId)).toEqual([
        expect.stringMatching(
          /^Ticket No\. 1 is registered\. Reaction due by Mon, November 23, 14:00 MSK\.\nTo spare you further questions, please tell us: “Business impact”\.\n.*Open ticket No\. 1/,
        ),
      ])
      await comment(bridge.partner, mirrorId, '#клиенту? Какой браузер?')
      await bridge.world.settle()
      expect(await commentTexts(bridge.customer, itemId)).toContain(
        '[b]Иван Петров[/b] (support) · message 1-1\nКакой браузер?\n[i]The support firm awaits your reply.[/i]',
      )
      await bridge.sweep(1)
      await comment(bridge.customer, itemId, 'Firefox')
      await bridge.world.settle()
      expect(await commentTexts(bridge.partner, mirrorId)).toContain(
        '[b]Анна Лебедева[/b] (ООО «Ромашка») · сообщение 1-2\nFirefox',
      )
      expect(await stateIn('customer', itemId)).toBe('Running: status update')
      expect(await stateIn('partner', mirrorId)).toBe('Идёт срок: обновление статуса')
    })

    it('what is undone is explained where it was done; what follows for both is said to both', async () => {
      await open()
      const { itemId, mirrorId } = await file(1)
      await moveItem(bridge.customer, itemId, 'proposed')
      await updateItem(bridge.partner, mirrorId, {
        [bridge.partner.session.portal.place?.fields['impact'] ?? '']: 'Склад стоит',
      })
      await bridge.sweep(1)
      expect(await commentTexts(bridge.customer, itemId)).toContain(
        'Stage “Solution proposed” is undone: from “New” the customer cannot move the ticket there.',
      )
      expect(await commentTexts(bridge.partner, mirrorId)).toContain(
        'Изменение отменено: «Влияние на бизнес» — ведёт заказчик.',
      )
      // Level 1 and an hour without a reply: it is lowered.
      await comment(bridge.partner, mirrorId, '#клиенту? Какой браузер?')
      await bridge.world.settle()
      await bridge.sweep(61)
      await bridge.sweep(1)
      const there = (await commentTexts(bridge.customer, itemId)).find((text) =>
        text.startsWith('Criticality lowered to 2 (§ 4.3): Mon, November 23'),
      )
      expect(there).toContain('Breached condition: § 4.2. Unanswered question: asked Mon')
      expect((await commentTexts(bridge.customer, itemId)).join('\n')).not.toMatch(/Критичность/)
      const here = (await commentTexts(bridge.partner, mirrorId)).find((text) =>
        text.startsWith('Критичность снижена до 2 (§ 4, п. 3): пн, 23 ноября'),
      )
      expect(here).toContain('Нарушено условие § 4.2. Вопрос без ответа: задан пн')
    })

    it('a decision reads in either card as its portal speaks, with its reason as it was written', async () => {
      await open()
      const { itemId, mirrorId } = await file(2)
      const path = `/api/tickets/by-item/${String(mirrorId)}/level`
      await bridge.partner.post(path, z.unknown(), { level: 3, reason: 'Есть обходной путь' })
      await bridge.world.settle()
      expect((await commentTexts(bridge.customer, itemId)).join('\n')).toContain(
        '[b]Иван Петров[/b] (support) · message 1-1\nCriticality changed: 2 → 3. Есть обходной путь',
      )
      expect((await commentTexts(bridge.partner, mirrorId)).join('\n')).toContain(
        'отправлено клиенту · сообщение 1-1\nКритичность изменена: 2 → 3. Есть обходной путь',
      )
    })

    it('a robot that cannot do its work says so as its portal does, by what its settings are called there', async () => {
      await open()
      const { itemId, mirrorId } = await file(2)
      const told = async (side: 'customer' | 'partner', code: string, id: number) => {
        const entityTypeId = bridge[side].session.portal.place?.entityTypeId ?? 0
        const { returned } = await runRobot(bridge, side, {
          ...{ code, on: [entityTypeId, id] },
          properties: { author: 'user_8', text: 'Привет' },
        })
        return returned?.['error']
      }
      expect(await told('customer', 'sla_reply', itemId)).toMatch(
        /^Пётр Зайцев is not on the agreement’s list of authorised persons/,
      )
      expect(await told('partner', 'sla_log_call', mirrorId)).toBe(
        'Робот не настроен: выберите сотрудника в «Инженер».',
      )
    })

    it('a robot is called as either portal speaks, and its words are sent as they are', async () => {
      await open()
      const { itemId } = await file(2)
      const place = bridge.customer.session.portal.place
      bridge.world.customer.runRobot('sla_reply', {
        ...{ entityTypeId: place?.entityTypeId ?? 0, itemId },
        properties: { author: 'user_7', text: 'Done here.' },
      })
      await bridge.world.settle()
      const own = await commentTexts(bridge.customer, itemId)
      expect(own).toContain(
        '[b]Анна Лебедева (robot)[/b] · sent to the support firm · message 1-1\nDone here.',
      )
      const mirrorId = await bridge.mirrorOf()
      expect((await commentTexts(bridge.partner, mirrorId)).join('\n')).toContain(
        '[b]Анна Лебедева (робот)[/b] (ООО «Ромашка») · сообщение 1-1\nDone here.',
      )
    })
  })

  describe('in an English partner’s portal with a Russian customer', () => {
    const open = async (startsAt: string) => {
      const cast = { ...usualCast, partner: { ...partner, language: 'en' } }
      bridge = await openBridge({ cast, startsAt })
      await setOnCall(bridge.world)
    }

    it('people are told in English, of a critical ticket as of a mark that is nearly right', async () => {
      // Half past eight in the evening.
      await open('2026-11-24T17:30:00Z')
      const { itemId, mirrorId } = await file(1)
      const [first] = toldTo(bridge.world, ivan)
      expect(first).toMatch(
        /^\[b\]Ticket No\. 1, criticality 1\[\/b\]: No link\. Reaction due by Tue/,
      )
      expect(first).toContain(']Open ticket No. 1[/URL]')
      expect(await commentTexts(bridge.customer, itemId)).toEqual([
        expect.stringMatching(/^Обращение № 1 зарегистрировано\./),
      ])

      await comment(bridge.partner, mirrorId, '#клиентам Смотрим.')
      await bridge.world.settle()
      expect(toldTo(bridge.world, ivan).at(-1)).toMatch(
        /^Ticket No\. 1: your comment stayed internal\. .* begin it with “#клиенту”\.$/,
      )
      expect(toldTo(bridge.world, adminId).join('\n')).not.toMatch(russian)
    })

    it('the card in the timeline is English', async () => {
      await open('2026-11-24T07:00:00Z')
      const { mirrorId } = await file(1)
      const layout = await cardOf(mirrorId)
      expect(layout).toMatch(/Ticket No\. 1 · criticality 1/)
      expect(layout).toMatch(/Reaction.*by Tue, November 24/)
      expect(layout).toMatch(/Reached by phone.*Nobody answered/)
      expect(layout.replaceAll(/Анна Лебедева/g, '')).not.toMatch(russian)
    })
  })
})
