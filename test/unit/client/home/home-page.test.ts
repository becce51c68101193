// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import HomePage from '../../../../client/features/home/HomePage.vue'
import { setupStepKeys, type SetupView } from '../../../../shared/api/setup.ts'
import { byTest, fakeServer, mountPage, newSession, noTickets, seen } from '../mount-page.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const doneSetup: SetupView = {
  state: 'done',
  steps: setupStepKeys.map((key) => ({ key, state: 'done' })),
}
const settingUp = newSession({ role: 'partner', stage: 'settingUp' })
const ready = newSession({ role: 'partner', stage: 'ready' })

const home = (session: typeof ready, isInstallMode: boolean) => {
  fakeServer({
    'GET /api/setup': () => doneSetup,
    'GET /api/contracts': () => ({ contracts: [] }),
    'GET /api/tickets?view=open&sort=due': () => ({
      tickets: [],
      next: null,
      counts: noTickets,
    }),
    'POST /api/session': () => ready,
  })
  const finishInstall = vi.fn()
  return {
    finishInstall,
    ...mountPage(HomePage, { session, frame: { isInstallMode, finishInstall } }),
  }
}

describe('home', () => {
  it('when set-up is done during installation, then the portal is told last of all, and once', async () => {
    const { page, finishInstall } = home(settingUp, true)
    await seen(page, 'setup-done')
    expect(finishInstall).not.toHaveBeenCalled()
    await vi.waitFor(
      () => {
        expect(finishInstall).toHaveBeenCalledTimes(1)
      },
      { timeout: 3_000 },
    )
  })

  it('when set-up had ended but the portal was never told, then it is told now', async () => {
    const { finishInstall } = home(ready, true)
    await vi.waitFor(
      () => {
        expect(finishInstall).toHaveBeenCalledTimes(1)
      },
      { timeout: 3_000 },
    )
  })

  it('when the app is installed, then set-up leads on to the partner’s sections', async () => {
    const { page, finishInstall } = home(settingUp, false)
    await seen(page, 'setup-continue')
    await byTest(page, 'setup-continue').trigger('click')
    await seen(page, 'nav-contracts')
    expect(finishInstall).not.toHaveBeenCalled()
  })

  it('contracts are not offered to those who may not see them', async () => {
    const user = { ...ready.user, isAdmin: false, officeRole: 'engineer' as const }
    const engineer = { ...ready, user }
    const { page } = home(engineer, false)
    await vi.waitFor(() => {
      expect(page.text()).toContain('Обращения')
    })
    expect(byTest(page, 'nav-contracts').exists()).toBe(false)
  })

  it('a code can be entered and left again before anything is decided', async () => {
    const { page } = home(newSession(), true)
    await seen(page, 'choose-customer')
    await byTest(page, 'choose-customer').trigger('click')
    await seen(page, 'code-input')
    await byTest(page, 'link-back').trigger('click')
    await seen(page, 'choose-partner')
  })
})
