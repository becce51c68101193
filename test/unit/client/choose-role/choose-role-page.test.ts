// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import ChooseRolePage from '../../../../client/features/choose-role/ChooseRolePage.vue'
import { byTest, fakeServer, mountPage, newSession, Refusal, seen } from '../mount-page.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('choice of a role', () => {
  it('«Мы оказываем поддержку» makes the portal a partner’s and goes on to set-up', async () => {
    const asked = fakeServer({
      'POST /api/portal/role': () => newSession({ role: 'partner', stage: 'settingUp' }).portal,
    })
    const { page, session } = mountPage(ChooseRolePage)
    await byTest(page, 'choose-partner').trigger('click')
    await vi.waitFor(() => {
      expect(session.value.portal).toMatchObject({ role: 'partner', stage: 'settingUp' })
    })
    expect(asked.map(({ request, body }) => [request, body])).toEqual([
      ['POST /api/portal/role', { role: 'partner' }],
    ])
  })

  it('«есть код приглашения» asks the server nothing yet', async () => {
    const asked = fakeServer({})
    let chosen = 0
    const { page } = mountPage(ChooseRolePage, { props: { onCustomer: () => (chosen += 1) } })
    await byTest(page, 'choose-customer').trigger('click')
    expect([chosen, asked]).toEqual([1, []])
  })

  it('a refusal is said and the choice stays open', async () => {
    fakeServer({ 'POST /api/portal/role': () => new Refusal('conflict') })
    const { page, session } = mountPage(ChooseRolePage)
    await byTest(page, 'choose-partner').trigger('click')
    await seen(page, 'error-notice')
    expect(session.value.portal.role).toBeNull()
    expect(byTest(page, 'choose-partner').attributes('disabled')).toBeUndefined()
  })
})
