// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { PortalRefusal } from '../../../../client/bitrix/portal-refusal.ts'
import { stepsOf } from '../../../../client/features/ticket-card/ticket-steps.ts'
import TicketCard from '../../../../client/features/ticket-card/TicketCard.vue'
import type { TicketView } from '../../../../shared/api/tickets.ts'
import { fieldKeys } from '../../../../shared/ticket/fields.ts'
import type { Place } from '../../../../shared/ticket/place.ts'
import { stages } from '../../../../shared/ticket/stages.ts'
import { byTest, fakeServer, mountPage, newSession, seen, serverNow } from '../mount-page.ts'
import { ticketView } from '../new-ticket.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const named = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, key]))
const place: Place = {
  entityTypeId: 1036,
  typeId: 3,
  categoryId: 1,
  fields: named(fieldKeys),
  options: {},
  stages: named(stages) as Place['stages'],
}

/** The customer's page of a ticket at a portal that may refuse, and may have gone on by itself. */
async function open(ticket: TicketView, refused: string[] = [], stageId: string = ticket.stage) {
  fakeServer({
    'GET /api/tickets/by-item/5': () => ({ ticket }),
    'POST /api/tickets/hint': () => ({}),
  })
  const calls: [string, Record<string, unknown>][] = []
  const call = (method: string, params: Record<string, unknown> = {}) => {
    calls.push([method, params])
    if (refused.shift() === method) return Promise.reject(new PortalRefusal('BUSY', 'Занято'))
    return Promise.resolve(method === 'crm.item.get' ? { item: { stageId } } : {})
  }
  const session = newSession({ role: 'customer', stage: 'ready', place })
  const { page } = mountPage(TicketCard, { props: { itemId: 5 }, frame: { call }, session })
  await seen(page, 'card-number')
  const press = async (name: string) => {
    await seen(page, name)
    const element = byTest(page, name)
    await element.trigger(name === 'step-take' ? 'submit' : 'click')
    await flushPromises()
  }
  const reason = (text: string) => page.find('[data-test="step-form"] textarea').setValue(text)
  return { page, calls, press, reason, methods: () => calls.map(([method]) => method) }
}

describe('what the customer may do', () => {
  const late = serverNow + 1
  it.each([
    ['new', {}, ['raise', 'withdraw']],
    ['inWork', { level: 1 as const }, ['withdraw']],
    ['proposed', {}, ['confirm', 'reject']],
    ['closed', { reopenUntil: serverNow }, ['reopen']],
    ['rejected', {}, []],
  ] as const)('with a ticket that is %s', (stage, change, steps) => {
    expect(stepsOf(ticketView({ stage, ...change }), 'customer', serverNow)).toEqual(steps)
  })

  it('a ticket whose term has passed is not reopened', () => {
    const closed = ticketView({ stage: 'closed', reopenUntil: serverNow })
    expect(stepsOf(closed, 'customer', late)).toEqual([])
  })
})

describe('a step of the customer', () => {
  it('a rejected solution moves the item and says why, in the person’s own name', async () => {
    const { calls, press, reason, page } = await open(ticketView({ stage: 'proposed' }))
    await press('step-reject')
    expect(byTest(page, 'step-take').attributes('disabled')).toBeDefined()
    await reason('Всё равно ошибка.')
    await press('step-take')
    expect(calls).toEqual([
      ['crm.item.get', { entityTypeId: 1036, id: 5 }],
      ['crm.item.update', { entityTypeId: 1036, id: 5, fields: { stageId: 'inWork' } }],
      [
        'crm.timeline.comment.add',
        {
          fields: {
            ENTITY_TYPE: 'dynamic_1036',
            ENTITY_ID: 5,
            COMMENT: 'Решение не принято. Всё равно ошибка.',
          },
        },
      ],
    ])
  })

  it('when somebody has moved the item meanwhile, then nothing is done and the text stays', async () => {
    const { methods, press, reason, page } = await open(
      ticketView({ stage: 'proposed' }),
      [],
      'closed',
    )
    await press('step-reject')
    await reason('Всё равно ошибка.')
    await press('step-take')
    await seen(page, 'step-changed')
    expect(byTest(page, 'step-changed').text()).toContain('перешло в «Закрыто»')
    expect(methods()).toEqual(['crm.item.get'])
    expect(page.find<HTMLTextAreaElement>('[data-test="step-form"] textarea').element.value).toBe(
      'Всё равно ошибка.',
    )
  })

  it('when only the words were refused, then the second try writes them and moves nothing again', async () => {
    const refused = ['', '', 'crm.timeline.comment.add']
    const { methods, press, reason, page } = await open(ticketView({ stage: 'proposed' }), refused)
    await press('step-reject')
    await reason('Всё равно ошибка.')
    await press('step-take')
    await seen(page, 'error-notice')
    await press('step-take')
    expect(methods()).toEqual([
      'crm.item.get',
      'crm.item.update',
      'crm.timeline.comment.add',
      'crm.timeline.comment.add',
    ])
    expect(byTest(page, 'step-form').exists()).toBe(false)
  })

  it('level 1 is asked for with both consents of § 4, which are written down with their time', async () => {
    const { calls, press, reason, page } = await open(ticketView({ level: 2, stage: 'inWork' }))
    await press('step-raise')
    await reason('Встала отгрузка.')
    expect(byTest(page, 'step-take').attributes('disabled')).toBeDefined()
    await press('step-phone')
    await press('step-reply')
    await press('step-take')
    const [, update, said] = calls
    expect(update?.[1].fields).toMatchObject({ consentPhone: 'Y', consentReply: 'Y' })
    expect(update?.[1].fields).not.toHaveProperty('stageId')
    expect(JSON.stringify(said)).toContain('Просим повысить критичность до «Критический»')
  })
})

describe('the page of a ticket', () => {
  it('says why a clock stands where it stands, and what we owe without a clock', async () => {
    const { page, press } = await open(ticketView({ stage: 'proposed', confirmedAt: serverNow }))
    expect(byTest(page, 'lane-note').text()).toContain('Подтвердите или отклоните решение')
    await press('why-open')
    expect(byTest(page, 'why').text()).toContain('из 4 ч')
  })

  it('tells how the level changed, with clause and reason', async () => {
    const { page } = await open(
      ticketView({
        levelChanges: [
          { at: serverNow, from: 1, to: 2, reason: 'replyDuty', clause: '4.2' },
          { at: serverNow + 1, from: 2, to: 3, reason: 'decision', note: 'Есть обходной путь' },
        ],
      }),
    )
    const text = byTest(page, 'level-history').text()
    expect(text).toContain('Критический → Высокий')
    expect(text).toContain('нет ответа в течение часа, § 4.2')
    expect(text).toContain('Есть обходной путь')
  })
})
