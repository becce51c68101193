import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { initialOnCall, onCallSchema, type OnCallSettings } from '../../shared/api/on-call.ts'
import { auditPageSchema } from '../../shared/api/audit.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'

const settings: OnCallSettings = {
  ...initialOnCall,
  shifts: [
    {
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      hours: ['18:00', '09:00'],
      persons: [{ id: 5, name: 'Иван Петров' }],
      since: '2026-11-23',
    },
  ],
  quiet: ['21:00', '08:00'],
}

/** Who is on duty is kept by the partner's administrators, and seen by his people alone. */
describe('the rota', () => {
  let bridge: Bridge
  let admin: Visitor

  beforeAll(async () => {
    bridge = await openBridge()
    admin = await visit(bridge.world.appUrl, bridge.world.partner, adminId)
  }, 60_000)
  afterAll(() => bridge.world.stop())

  it('before anybody has said otherwise, nobody is on duty and no hour is quiet', async () => {
    const onCall = await admin.get('/api/on-call', onCallSchema)
    expect(onCall).toEqual({ settings: initialOnCall, revision: 0, mayEdit: true })
  })

  it('what an administrator saves is what the engineers see', async () => {
    const saved = await admin.post('/api/on-call', onCallSchema, { settings, revision: 0 })
    expect(saved).toEqual({ settings, revision: 1, mayEdit: true })
    const seen = await bridge.partner.get('/api/on-call', onCallSchema)
    expect(seen).toEqual({ settings, revision: 1, mayEdit: false })
  })

  it('of two who change the same rota the later one is told, and changes nothing', async () => {
    const other = { settings: initialOnCall, revision: 0 }
    expect((await admin.raw('POST', '/api/on-call', other)).status).toBe(409)
    expect((await admin.get('/api/on-call', onCallSchema)).settings).toEqual(settings)
  })

  it.each([
    ['a zone that does not exist', { ...settings, zone: 'Europe/Muscovy' }, 'settings.zone'],
    ['quiet hours without end', { ...settings, quiet: ['08:00', '08:00'] }, 'settings.quiet'],
    [
      'a shift without people',
      { ...settings, shifts: [{ ...settings.shifts[0], persons: [] }] },
      'settings.shifts.0.persons',
    ],
  ])('%s is refused, and the field named', async (_case, wrong, field) => {
    const answer = await admin.raw('POST', '/api/on-call', { settings: wrong, revision: 1 })
    expect(answer).toMatchObject({ status: 400, body: { field } })
  })

  it('who changed what is in the log of changes', async () => {
    const { entries } = await admin.get('/api/audit?subject=settings', auditPageSchema)
    expect(entries).toMatchObject([
      {
        code: 'settings.changed',
        by: { name: 'Мария Соколова' },
        after: { quiet: settings.quiet },
      },
    ])
  })

  it('engineers do not change it, and the customer’s people do not even see it', async () => {
    const change = { settings: initialOnCall, revision: 1 }
    expect((await bridge.partner.raw('POST', '/api/on-call', change)).status).toBe(403)
    const stranger = await visit(bridge.world.appUrl, bridge.world.customer, adminId)
    expect((await stranger.raw('GET', '/api/on-call')).status).toBe(403)
    expect((await stranger.raw('POST', '/api/on-call', change)).status).toBe(403)
    expect((await admin.get('/api/on-call', onCallSchema)).settings).toEqual(settings)
  })
})
