// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { adviceOnPortal, adviceOnServer } from '../../../../client/features/condition/advice.ts'
import ConditionPage from '../../../../client/features/condition/ConditionPage.vue'
import PartnerHome from '../../../../client/features/home/PartnerHome.vue'
import type { Condition, PortalCondition } from '../../../../shared/api/condition.ts'
import {
  byTest,
  fakeServer,
  mountPage,
  newSession,
  noTickets,
  Refusal,
  seen,
  serverNow,
} from '../mount-page.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const minute = 60_000
const empty = { waiting: 0, oldestAt: null }

const portal = (change: Partial<PortalCondition> = {}): PortalCondition => ({
  ...{ host: 'romashka.example', customerName: 'ООО «Ромашка»', standing: 'ready', trouble: null },
  ...{ silentSince: null, appVersion: '3', leftOut: [], inbox: empty, outbox: empty },
  budget: {
    ...{ lastMinute: 4, lastHour: 180, perSecond: 2.5, waiting: 0 },
    ...{ answeredAt: serverNow - minute, refusedAt: null },
  },
  ...change,
})

const condition = (change: Partial<Condition> = {}): Condition => ({
  at: serverNow,
  portals: [portal()],
  mails: { ...empty, parked: 0 },
  webhooks: { ...empty, failed: 0 },
  ...{ parked: 0, endings: [] },
  server: {
    certificate: { host: 'desk.example', until: serverNow + 80 * 24 * 60 * minute, problem: null },
    ...{ hasOlderKeys: false, hasOlderSecret: false, sendsMail: true },
  },
  ...change,
})

describe('the page of how everything does', () => {
  it('when all is well, then it says so, with the figures of each portal', async () => {
    fakeServer({ 'GET /api/condition': () => condition() })
    const { page } = mountPage(ConditionPage)
    await seen(page, 'portal-condition')
    expect(byTest(page, 'condition-summary').text()).toContain('Всё работает')
    expect(byTest(page, 'figure-spent').text()).toContain('4 за минуту, 180 за час')
    expect(byTest(page, 'figure-pace').text()).toContain('2,5 в секунду')
    expect(byTest(page, 'figure-answered').text()).toContain('1 мин назад')
    expect(byTest(page, 'certificate').text()).toContain('desk.example')
  })

  it('a portal that does not answer is not shown as working: since when, and what to do', async () => {
    const silentSince = Date.parse('2026-11-23T06:40:00Z')
    fakeServer({ 'GET /api/condition': () => condition({ portals: [portal({ silentSince })] }) })
    const { page } = mountPage(ConditionPage)
    await seen(page, 'portal-condition')
    expect(byTest(page, 'portal-standing').text()).toBe('не отвечает')
    expect(byTest(page, 'advice-silent').text()).toMatch(/не отвечает с .*23 ноября.*Проверьте/)
    expect(page.text()).not.toContain('работает.')
  })

  it('when a portal is in trouble and something waits, then it says what to do', async () => {
    const late = { waiting: 3, oldestAt: serverNow - 20 * minute }
    const closed = { kind: 'closed' as const, words: 'plan', since: serverNow }
    fakeServer({
      'GET /api/condition': () =>
        condition({
          portals: [
            portal({ trouble: closed }),
            portal({ host: 'vasilek.example', outbox: late, customerName: 'АО «Василёк»' }),
          ],
          endings: [
            {
              ...{ contractId: 'c1', customerName: 'ООО «Ромашка»' },
              ...{ what: 'licence', on: '2026-11-20', daysLeft: -3 },
            },
          ],
        }),
    })
    const { page } = mountPage(ConditionPage)
    await seen(page, 'portal-trouble')
    expect(byTest(page, 'portal-trouble').text()).toContain('предупредите заказчика')
    expect(byTest(page, 'advice-outboxLate').text()).toContain('дольше пяти минут')
    expect(byTest(page, 'ending').text()).toContain('закончились 20 ноября 2026')
    expect(byTest(page, 'condition-summary').text()).toBe('Требуют внимания: 3 места')
  })

  it('when it cannot be read, then it is offered again', async () => {
    fakeServer({ 'GET /api/condition': () => new Refusal('internal') })
    const { page } = mountPage(ConditionPage)
    await seen(page, 'retry')
  })

  it('leads to the page where it is done, and is for administrators', async () => {
    fakeServer({
      'GET /api/condition': () => condition({ parked: 2 }),
      'GET /api/parked': () => ({ parked: [] }),
      'GET /api/mails/parked': () => ({ mails: [] }),
      'GET /api/troubles': () => ({ troubles: [] }),
      'GET /api/tickets?view=open&sort=due': () => ({
        ...{ tickets: [], next: null, counts: noTickets },
      }),
    })
    const session = newSession({ role: 'partner', stage: 'ready' })
    const { page } = mountPage(PartnerHome, { session })
    await seen(page, 'nav-condition')
    await byTest(page, 'nav-condition').trigger('click')
    await seen(page, 'advice-parked')
    await byTest(page, 'advice-parked').find('button').trigger('click')
    await seen(page, 'empty')
    expect(page.text()).toContain('Всё доставлено')

    const user = { ...session.user, officeRole: 'dutyManager' as const }
    const { page: managers } = mountPage(PartnerHome, { session: { ...session, user } })
    await seen(managers, 'nav-parked')
    expect(byTest(managers, 'nav-condition').exists()).toBe(false)
  })
})

describe('what to do', () => {
  const keys = (change: Partial<PortalCondition>) =>
    adviceOnPortal(portal(change), serverNow).map(({ key }) => key)
  const budget = (change: object) => ({ budget: { ...portal().budget, ...change } as never })

  it.each([
    ['a portal that works needs nothing', {}, []],
    ['one that is not confirmed', { standing: 'linking' }, ['linking']],
    ['one whose set-up stopped', { standing: 'setUpFailed' }, ['setUpFailed']],
    ['one that is silent', { silentSince: serverNow - 11 * minute }, ['silent']],
    ['one that asked for fewer', budget({ refusedAt: serverNow - minute }), ['refused']],
    ['that was long ago', budget({ refusedAt: serverNow - 61 * minute }), []],
  ] as const)('%s', (_name, change, expected) => {
    expect(keys(change)).toEqual(expected)
  })

  it('a certificate is spoken of when it is bad or ends, keys as long as the older is there', () => {
    const day = 24 * 60 * minute
    const advise = (change: Partial<Condition['server']>) =>
      adviceOnServer(condition({ server: { ...condition().server, ...change } }), serverNow).map(
        ({ key }) => key,
      )
    const host = 'desk.example'
    expect(advise({ certificate: null })).toEqual([])
    expect(advise({ certificate: { host, until: serverNow + 19 * day, problem: null } })).toEqual([
      'certificateEnds',
    ])
    expect(advise({ certificate: { host, until: null, problem: 'ETIMEDOUT' } })).toEqual([
      'certificateBad',
    ])
    expect(advise({ hasOlderKeys: true, hasOlderSecret: true })).toEqual([
      ...['olderKeys', 'olderSecret'],
    ])
  })
})
