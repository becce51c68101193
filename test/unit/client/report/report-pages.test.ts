// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import DashboardPage from '../../../../client/features/report/DashboardPage.vue'
import ReportsPage from '../../../../client/features/report/ReportsPage.vue'
import { buildDashboard } from '../../../../shared/report/dashboard.ts'
import { byTest, fakeServer, mountPage, Refusal, seen, serverNow } from '../mount-page.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const month = '2026-11'
const dashboard = `GET /api/report/dashboard?from=${month}&to=${month}`
const names = {
  'GET /api/tickets/filters': () => ({
    contracts: [{ id: 'c1', customerName: 'ООО «Ромашка»' }],
    people: [{ id: 5, name: 'Иван Петров' }],
  }),
}
const nothing = () =>
  buildDashboard({
    ...{ from: month, to: month, asOf: serverNow, cells: [], times: [], load: [], ages: [] },
  })

describe('the dashboard', () => {
  it('without tickets says so, and gives a way out when it was narrowed', async () => {
    fakeServer({ ...names, [dashboard]: nothing, [`${dashboard}&level=2`]: nothing })
    const { page } = mountPage(DashboardPage)
    await seen(page, 'empty')
    expect(page.find('[data-test="plot"]').exists()).toBe(false)
    const reset = () => page.findAll('button').find((one) => one.text() === 'Сбросить отбор')
    expect(reset()).toBeUndefined()

    const level = byTest(page, 'report-level')
    await level.setValue(level.findAll('option')[2]?.element.value)
    await vi.waitFor(() => {
      expect(reset()).toBeDefined()
    })
  })

  it('that cannot be read says so, and is asked for again', async () => {
    let isBroken = true
    const asked = fakeServer({
      ...names,
      [dashboard]: () => (isBroken ? new Refusal('internal') : nothing()),
    })
    const { page } = mountPage(DashboardPage)
    await seen(page, 'error-notice')
    isBroken = false
    await byTest(page, 'retry').trigger('click')
    await seen(page, 'empty')
    expect(asked.filter(({ request }) => request === dashboard)).toHaveLength(2)
  })
})

describe('monthly reports', () => {
  const contracts = 'GET /api/report/contracts'
  const romashka = { id: 'c1', customerName: 'ООО «Ромашка»', months: [month, '2026-10'] }

  it('are there on a second visit too, when their contracts are known already', async () => {
    const asked = fakeServer({ [contracts]: () => ({ contracts: [romashka] }) })
    const isOpen = ref(true)
    const home = defineComponent(() => () => (isOpen.value ? h(ReportsPage) : h('p')))
    const { page } = mountPage(home)
    await seen(page, 'reports-month')
    const chosen = () => (byTest(page, 'reports-month').element as HTMLSelectElement).selectedIndex
    isOpen.value = false
    await flushPromises()
    isOpen.value = true
    await flushPromises()
    expect(chosen()).toBe(0)
    expect(byTest(page, 'report-print').exists()).toBe(true)
    expect(asked.map(({ request }) => request)).toContain(`${contracts}/c1/months/${month}`)
  })

  it.each([
    ['nobody’s contract', () => ({ contracts: [] }), 'empty'],
    ['somebody who may not', () => new Refusal('forbidden'), 'reports-forbidden'],
    ['a server in trouble', () => new Refusal('internal'), 'error-notice'],
  ])('of %s are answered in words', async (_case, answer, sees) => {
    fakeServer({ [contracts]: answer })
    const { page } = mountPage(ReportsPage)
    await seen(page, sees)
    expect(byTest(page, 'report-print').exists()).toBe(false)
  })
})
