// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import SetUpPage from '../../../../client/features/set-up/SetUpPage.vue'
import { type SetupStep, setupStepKeys, type SetupView } from '../../../../shared/api/setup.ts'
import { byTest, fakeServer, mountPage, seen } from '../mount-page.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

/** Set-up in which so many steps are done and the next one stands as given. */
const viewAt = (
  state: SetupView['state'],
  doneCount: number,
  next: SetupStep['state'] = 'running',
  problem?: string,
): SetupView => ({
  state,
  steps: setupStepKeys.map((key, index) => {
    if (index < doneCount) return { key, state: 'done' }
    if (index > doneCount) return { key, state: 'waiting' }
    return { key, state: next, ...(problem !== undefined && { problem }) }
  }),
})

describe('set-up', () => {
  it('is followed step by step until it is done, and then tells of it once', async () => {
    const views = [viewAt('running', 0), viewAt('running', 3), viewAt('done', setupStepKeys.length)]
    fakeServer({ 'GET /api/setup': () => (views.length > 1 ? views.shift() : views[0]) })
    let done = 0
    const { page } = mountPage(SetUpPage, { props: { isAdmin: true, onDone: () => (done += 1) } })
    await seen(page, 'setup-step-smartProcess')
    expect(byTest(page, 'setup-step-smartProcess').attributes('data-state')).toBe('running')
    await vi.waitFor(
      () => {
        expect(byTest(page, 'setup-done').exists()).toBe(true)
      },
      { timeout: 4_000 },
    )
    expect(byTest(page, 'setup-step-options').attributes('data-state')).toBe('done')
    expect(done).toBe(1)
  })

  it('that has failed shows the portal’s words and is repeated by an administrator', async () => {
    let view = viewAt('failed', 3, 'failed', 'Недостаточно прав')
    const asked = fakeServer({
      'GET /api/setup': () => view,
      'POST /api/setup': () => (view = viewAt('running', 0)),
    })
    const { page } = mountPage(SetUpPage, { props: { isAdmin: true } })
    await seen(page, 'setup-start')
    expect(byTest(page, 'setup-step-card').text()).toContain('Ответ портала: Недостаточно прав')
    await byTest(page, 'setup-start').trigger('click')
    await vi.waitFor(() => {
      expect(byTest(page, 'setup-step-smartProcess').attributes('data-state')).toBe('running')
    })
    expect(asked.map(({ request }) => request)).toContain('POST /api/setup')
    expect(byTest(page, 'setup-start').exists()).toBe(false)
  })

  it('that is done says what the portal does not offer, in its own words where it had any', async () => {
    const done = viewAt('done', setupStepKeys.length)
    const steps = done.steps.map((step) =>
      step.key === 'automation'
        ? {
            ...step,
            leftOut: [
              { part: 'robots', words: 'Модуль не установлен' },
              { part: 'triggers', words: '' },
            ],
          }
        : step,
    )
    fakeServer({ 'GET /api/setup': () => ({ ...done, steps }) })
    const { page } = mountPage(SetUpPage, { props: { isAdmin: true } })
    await seen(page, 'left-out')
    const text = byTest(page, 'left-out').text()
    expect(text).toContain('Портал не предлагает: роботы, триггеры')
    expect(text).toContain('Модуль не установлен')
  })

  it('that has failed tells other people who can repeat it', async () => {
    fakeServer({ 'GET /api/setup': () => viewAt('failed', 3, 'failed', 'x') })
    const { page } = mountPage(SetUpPage, { props: { isAdmin: false } })
    await seen(page, 'setup-step-card')
    expect(byTest(page, 'setup-start').exists()).toBe(false)
    expect(page.text()).toContain('может администратор портала')
  })
})
