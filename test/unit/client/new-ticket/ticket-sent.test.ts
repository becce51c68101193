// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import TicketSent from '../../../../client/features/new-ticket/TicketSent.vue'
import { byTest, fakeServer, mountPage, newSession, Refusal } from '../mount-page.ts'

describe('after sending', () => {
  it('tells our server of the item until it has heard', async () => {
    let isDown = true
    const asked = fakeServer({
      'POST /api/tickets/hint': () => (isDown ? new Refusal('internal') : {}),
      'GET /api/tickets/by-item/5': () => ({ ticket: null }),
    })
    const { page } = mountPage(TicketSent, {
      props: { itemId: 5 },
      session: newSession({ role: 'customer', stage: 'ready' }),
    })
    await vi.waitFor(() => {
      expect(byTest(page, 'new-later').exists()).toBe(true)
    })
    isDown = false
    await vi.waitFor(
      () => {
        expect(asked.at(-1)?.request).toBe('GET /api/tickets/by-item/5')
      },
      { timeout: 5000 },
    )
    expect(asked.at(-2)).toMatchObject({ request: 'POST /api/tickets/hint', body: { itemId: 5 } })
    await vi.waitFor(() => {
      expect(byTest(page, 'new-later').exists()).toBe(false)
    })
  })
})
