// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import RescueApp from '../../../../client/rescue/RescueApp.vue'
import type { RescueState } from '../../../../shared/api/rescue.ts'

const token = 'x'.repeat(43)
const draft = {
  ...{ id: '0b9f2e1c-7f0c-4a55-8a3e-1f2d3c4b5a69', contractId: 'k2', at: 1_795_424_411_000 },
  ...{ title: 'Принтер', text: 'Не печатает с утра.', fileNames: ['журнал.txt'] },
}
const contract = { customerName: 'ООО «Ромашка»', refusalLevel: 2 as const, offers: [] }
const desk: RescueState['desk'] = {
  person: { name: 'Анна Лебедева', email: 'lebedeva@romashka.example', phone: '+7' },
  contracts: ['k1', 'k2'].map((id) => ({ ...contract, id, outOfHoursUntil: null })),
  ...{ drafts: [draft], tickets: [] },
}

function open(answers: Record<string, { status: number; body: unknown }>) {
  vi.stubGlobal('fetch', (path: string) => {
    const { status, body } = answers[path] ?? { status: 404, body: {} }
    return Promise.resolve(new Response(JSON.stringify(body), { status }))
  })
  return mount(RescueApp, { attachTo: document.body })
}

describe('a draft from a mail on the rescue page', () => {
  beforeEach(() => {
    location.hash = ''
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    document.body.innerHTML = ''
  })
  const hook = (page: ReturnType<typeof open>, name: string) => page.find(`[data-test="${name}"]`)
  const valueOf = (page: ReturnType<typeof open>, name: string) =>
    (hook(page, name).element as HTMLInputElement).value
  const state = { status: 200, body: { isMailOn: true, desk } }

  it('opens by its link, with what was written and what is attached', async () => {
    location.hash = `#${token}.${draft.id}`
    const page = open({
      '/rescue/api/open': { status: 200, body: {} },
      '/rescue/api/state': state,
    })
    await vi.waitFor(() => {
      expect(valueOf(page, 'rescue-title')).toBe('Принтер')
    })
    expect(valueOf(page, 'rescue-description')).toBe('Не печатает с утра.')
    expect(valueOf(page, 'rescue-filesReason')).toContain('журнал.txt')
    expect((page.find('select').element as HTMLSelectElement).value).toBe('k2')
  })

  it('waits in the list when its author comes in later', async () => {
    const page = open({ '/rescue/api/state': state })
    await vi.waitFor(() => {
      expect(hook(page, 'rescue-draft').text()).toContain('Принтер')
    })
    await hook(page, 'rescue-draft').trigger('click')
    await vi.waitFor(() => {
      expect(valueOf(page, 'rescue-title')).toBe('Принтер')
    })
  })

  it('whose link is too old, asks for a new one', async () => {
    location.hash = `#${token}.${draft.id}`
    const page = open({
      '/rescue/api/open': {
        status: 401,
        body: { code: 'unauthorized', message: '', requestId: '' },
      },
      '/rescue/api/state': { status: 200, body: { isMailOn: true, desk: null } },
    })
    await vi.waitFor(() => {
      expect(hook(page, 'rescue-email').exists()).toBe(true)
    })
    expect(hook(page, 'rescue-trouble').exists()).toBe(true)
  })
})
