// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import ContractDetails from '../../../../client/features/contracts/ContractDetails.vue'
import { newContract } from '../new-contract.ts'
import { byTest, fakeServer, mountPage, seen } from '../mount-page.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const none = { state: 'none', expiresAt: null, clientId: null, host: null }
const clientId = 'local.1'

describe('the keys of a customer’s local app', () => {
  const contract = newContract({ state: 'draft' })

  const open = async (app: object) => {
    fakeServer({
      'GET /api/local-apps/c1': () => app,
      'POST /api/local-apps/c1': () => ({
        url: 'https://desk.example/rescue/local-app#secret',
        app: { ...none, state: 'offered', expiresAt: Date.UTC(2026, 10, 30, 9) },
      }),
    })
    const { page } = mountPage(ContractDetails, { props: { contract } })
    await byTest(page, 'local-app-open').trigger('click')
    await seen(page, 'local-app-state')
    return page
  }

  it('are asked for by a link that is shown once', async () => {
    const page = await open(none)
    expect(byTest(page, 'local-app-state').text()).toContain('общим приложением')
    await byTest(page, 'local-app-make').trigger('click')
    await seen(page, 'local-app-link')
    expect(byTest(page, 'local-app-link').text()).toContain('/rescue/local-app#secret')
    expect(byTest(page, 'local-app-state').text()).toContain('30 ноября')
    expect(byTest(page, 'local-app-make').text()).toContain('вместо прежней')
  })

  it.each([
    ['refused', 'приложение там удалено'],
    ['unreadable', 'не может их расшифровать'],
  ])('that are %s can be entered anew', async (state, words) => {
    const page = await open({ ...none, state, clientId, host: 'b24.romashka.example' })
    expect(byTest(page, 'local-app-state').text()).toContain(words)
    expect(byTest(page, 'local-app-make').text()).toBe('Дать ссылку')
    await byTest(page, 'local-app-make').trigger('click')
    await seen(page, 'local-app-link')
  })

  it('belong to their portal for good, and no link is offered any more', async () => {
    const page = await open({ ...none, state: 'bound', clientId, host: 'b24.romashka.example' })
    expect(byTest(page, 'local-app-state').text()).toContain('b24.romashka.example')
    expect(byTest(page, 'local-app-make').exists()).toBe(false)
  })
})
