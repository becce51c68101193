// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import VerifyHistory from '../../../../client/features/evidence/VerifyHistory.vue'
import { browserSha256 } from '../../../../client/features/evidence/browser-sha256.ts'
import { canonicalJson } from '../../../../shared/evidence/canonical-json.ts'
import { fakeServer, mountPage } from '../mount-page.ts'

const day = '2026-11-23'

async function story(heldHash?: string) {
  const parts = { day, previous: '', tickets: [], terms: [] }
  const hash = await browserSha256(canonicalJson(parts))
  fakeServer({
    'GET /api/evidence/own': () => ({
      ...{ contractId: 'c1', customerName: 'ООО «Ромашка»', tickets: 0, facts: 0 },
      ...{ terms: [], months: [] },
    }),
    'GET /api/evidence/own/roots?after=': () => ({ roots: [{ ...parts, hash }], next: null }),
    'GET /api/evidence/own/tickets?after=': () => ({ tickets: [], next: null }),
  })
  const call = vi.fn(() => Promise.resolve(JSON.stringify({ [day]: heldHash ?? hash })))
  const { page } = mountPage(VerifyHistory, { frame: { call } })
  await page.get('[data-test="evidence-verify"]').trigger('click')
  await vi.waitFor(async () => {
    await flushPromises()
    expect(page.find('[data-test="evidence-save"]').exists()).toBe(true)
  })
  return { page, call }
}

describe('«Проверить»', () => {
  it('asks the person’s own portal for the roots, and says that all agrees', async () => {
    const { page, call } = await story()
    expect(call).toHaveBeenCalledWith('app.option.get', { option: 'roots.c1.2026-11' })
    expect(page.get('[data-test="evidence-agrees"]').text()).toContain(
      'Проверено: 0 обращений, 0 записей. Всё сходится.',
    )
    expect(page.text()).toContain('Ваш портал подтверждает 1 дневную контрольную сумму.')
  })

  it('names the day for which the portal holds something else, as an alert', async () => {
    const { page } = await story('f'.repeat(64))
    const alert = page.get('[data-test="evidence-differs"]')
    expect(alert.attributes('role')).toBe('alert')
    expect(alert.text()).toContain(`Ваш портал хранит за ${day} другую контрольную сумму.`)
  })

  it('a server that does not answer is said to be so', async () => {
    fakeServer({})
    const { page } = mountPage(VerifyHistory)
    await page.get('[data-test="evidence-verify"]').trigger('click')
    await vi.waitFor(() => {
      expect(page.find('[data-test="error-notice"]').exists()).toBe(true)
    })
  })
})
