// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import TicketForm from '../../../../client/features/new-ticket/TicketForm.vue'
import { PortalRefusal } from '../../../../client/bitrix/portal-refusal.ts'
import type { FilingRefusal } from '../../../../shared/api/filing.ts'
import { newContract } from '../new-contract.ts'
import { byTest, fakeServer, mountPage, newSession } from '../mount-page.ts'

const place = { entityTypeId: 1036, typeId: 1, categoryId: 1, fields: {}, options: {}, stages: {} }
const session = newSession({ role: 'customer', stage: 'ready', place: place as never })

const draft = {
  title: 'Касса',
  level: 2,
  category: 'technical',
  description: 'Не печатает',
  impact: 'Очередь',
  environment: 'Битрикс24 коробка',
  contactName: 'Анна Лебедева',
  contactPhone: '+7 495 000-00-07',
  contactEmail: 'lebedeva@romashka.example',
  links: 'Нет',
  filesReason: 'портал недоступен',
}

type Call = (method: string, params?: { fields?: { xmlId?: string } }) => Promise<unknown>

function openForm(call: Call, refusal: FilingRefusal | null = null, more: object = {}) {
  const text = JSON.stringify({ ...draft, ...more })
  const kept = new Map<string, string>([['sla_ticket_draft', text]])
  const frame = {
    call: call as never,
    kept: (name: string) => kept.get(name) ?? '',
    keep: (name: string, text: string) => void kept.set(name, text),
  }
  const { page } = mountPage(TicketForm, {
    props: { contract: newContract(), person: undefined, refusal },
    session,
    frame,
  })
  return { page, kept, send: () => page.find('form').trigger('submit') }
}

const denied = () => Promise.reject(new PortalRefusal('ACCESS_DENIED', 'Доступ запрещён'))
const silent = () => Promise.reject(new PortalRefusal('REQUEST_TIMEOUT', 'timeout'))

describe('sending a ticket', () => {
  it('when our server is silent, then the item in the portal is enough', async () => {
    fakeServer({})
    const { page, kept, send } = openForm(() => Promise.resolve({ item: { id: 5 } }))
    await send()
    await vi.waitFor(() => {
      expect(page.findComponent(TicketForm).emitted('filed')).toEqual([[5]])
    })
    expect(kept.get('sla_ticket_draft')).toBe('')
  })

  it('whom the portal refuses, our server files for, with the same id', async () => {
    const asked = fakeServer({ 'POST /api/filing': () => ({ itemId: 9 }) })
    const { page, send } = openForm(denied)
    await send()
    await vi.waitFor(() => {
      expect(page.findComponent(TicketForm).emitted('filed')).toEqual([[9]])
    })
    expect(JSON.stringify(asked)).toContain('Касса')
  })

  it('when no answer came, then the draft stays, and the next try looks for the item first', async () => {
    fakeServer({})
    const methods: string[] = []
    const { page, kept, send } = openForm((method) => {
      methods.push(method)
      if (methods.length === 1) return silent()
      return Promise.resolve({ items: [{ id: 7 }] })
    })
    await send()
    await vi.waitFor(() => {
      expect(byTest(page, 'error-notice').exists()).toBe(true)
    })
    expect(kept.get('sla_ticket_draft')).toContain('Касса')
    await send()
    await vi.waitFor(() => {
      expect(page.findComponent(TicketForm).emitted('filed')).toEqual([[7]])
    })
    expect(methods).toEqual(['crm.item.add', 'crm.item.list'])
  })

  it('when the tab is reloaded before the answer comes, then the next try still looks first', async () => {
    fakeServer({})
    const first = openForm(silent)
    await first.send()
    await vi.waitFor(() => {
      expect(first.kept.get('sla_ticket_draft')).toMatch(/"sentAs":"[0-9a-f-]{36}"/)
    })
    const asked: unknown[] = []
    const kept = JSON.parse(first.kept.get('sla_ticket_draft') ?? '{}') as { sentAs: string }
    const again = openForm(
      (method, params) => {
        asked.push({ method, params })
        return Promise.resolve({ items: [{ id: 7 }] })
      },
      null,
      kept,
    )
    await again.send()
    await vi.waitFor(() => {
      expect(again.page.findComponent(TicketForm).emitted('filed')).toEqual([[7]])
    })
    expect(asked).toMatchObject([
      { method: 'crm.item.list', params: { filter: { '=xmlId': kept.sentAs } } },
    ])
  })

  it('what the portal surely refused is not looked for', async () => {
    fakeServer({})
    const methods: string[] = []
    const { page, send } = openForm((method) => {
      methods.push(method)
      if (methods.length === 1) return Promise.reject(new PortalRefusal('BAD_VALUE', 'Поле'))
      return Promise.resolve({ item: { id: 5 } })
    })
    await send()
    await vi.waitFor(() => {
      expect(byTest(page, 'error-notice').exists()).toBe(true)
    })
    await send()
    await vi.waitFor(() => {
      expect(page.findComponent(TicketForm).emitted('filed')).toEqual([[5]])
    })
    expect(methods).toEqual(['crm.item.add', 'crm.item.add'])
  })

  it('the next ticket begins with the environment and the contacts of this one', async () => {
    fakeServer({})
    const { kept, page, send } = openForm(() => Promise.resolve({ item: { id: 5 } }))
    await send()
    await vi.waitFor(() => {
      expect(page.findComponent(TicketForm).emitted('filed')).toHaveLength(1)
    })
    expect(JSON.parse(kept.get('sla_last_filing') ?? '{}')).toEqual({
      environment: draft.environment,
      contactName: draft.contactName,
      contactPhone: draft.contactPhone,
      contactEmail: draft.contactEmail,
    })
  })
})

describe('who may not file', () => {
  it.each([
    ['unlisted', 'списке уполномоченных'],
    ['ended', 'больше не действует'],
    ['licenceEnded', 'Срок лицензии портала'],
    ['notStarted', 'ещё не вступило'],
  ] as const)('%s: sees why and whom to ask, and keeps a draft', (refusal, words) => {
    const call = vi.fn<Call>()
    const { page } = openForm(call, refusal)
    expect(byTest(page, 'may-not-file').text()).toContain(words)
    expect(byTest(page, 'may-not-file').findAll('a[href^="tel:"]').length).toBeGreaterThan(0)
    expect(byTest(page, 'new-send').attributes('disabled')).toBeDefined()
    expect((byTest(page, 'new-title').element as HTMLInputElement).value).toBe('Касса')
  })
})
