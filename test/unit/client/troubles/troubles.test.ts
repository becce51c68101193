// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import HomePage from '../../../../client/features/home/HomePage.vue'
import ParkedPage from '../../../../client/features/troubles/ParkedPage.vue'
import type { ParkedEffect, ParkedMail } from '../../../../shared/api/parked.ts'
import type { TroubleView } from '../../../../shared/api/troubles.ts'
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

const effect: ParkedEffect = {
  id: 31,
  number: 7,
  customerName: null,
  side: 'customer',
  host: 'romashka.example',
  what: 'comment',
  text: 'Проверяем принтер.',
  reason: 'Доступ запрещён',
  at: serverNow,
}

const mail: ParkedMail = {
  id: 12,
  number: 7,
  to: 'lebedeva@romashka.example',
  reader: 'Анна Лебедева',
  subject: 'Re: [#7] Не печатает',
  why: 'full',
  words: '552 5.2.2 Mailbox full',
  at: serverNow,
}

const closed: TroubleView = {
  kind: 'closed',
  words: 'REST API is available only on commercial plans.',
  since: serverNow,
  host: 'romashka.example',
  customerName: 'ООО «Ромашка»',
}

const noMails = { 'GET /api/mails/parked': () => ({ mails: [] }) }

describe('what was not delivered', () => {
  it('when a portal refused something, then the page says what, whose and why, and tries it again', async () => {
    const asked = fakeServer({
      ...noMails,
      'GET /api/parked': () => ({ parked: [effect] }),
      'POST /api/parked/31/retry': () => ({ parked: [] }),
    })
    const { page } = mountPage(ParkedPage)
    await seen(page, 'parked-effect')
    const words = byTest(page, 'parked-effect').text()
    for (const part of ['Обращение № 7', 'комментарий', 'romashka.example', 'Доступ запрещён'])
      expect(words).toContain(part)
    await byTest(page, 'parked-retry').trigger('click')
    await seen(page, 'empty')
    expect(asked.map(({ request }) => request)).toContain('POST /api/parked/31/retry')
  })

  it('when it is about no ticket, then the page names the contract', async () => {
    const roots = { ...effect, number: null, customerName: 'ООО «Ромашка»', what: 'roots' as const }
    fakeServer({ ...noMails, 'GET /api/parked': () => ({ parked: [roots] }) })
    const { page } = mountPage(ParkedPage)
    await seen(page, 'parked-effect')
    expect(byTest(page, 'parked-effect').text()).toContain('Соглашение: ООО «Ромашка»')
  })

  it('when the retry is refused, then the effect stays, with a notice', async () => {
    fakeServer({
      ...noMails,
      'GET /api/parked': () => ({ parked: [effect] }),
      'POST /api/parked/31/retry': () => new Refusal('notFound'),
    })
    const { page } = mountPage(ParkedPage)
    await seen(page, 'parked-retry')
    await byTest(page, 'parked-retry').trigger('click')
    await seen(page, 'error-notice')
    expect(byTest(page, 'parked-effect').exists()).toBe(true)
  })

  it('when the list cannot be read, then it is offered again', async () => {
    fakeServer({ ...noMails, 'GET /api/parked': () => new Refusal('internal') })
    const { page } = mountPage(ParkedPage)
    await seen(page, 'retry')
  })

  it('when a mail server refused a mail, then the page says whose, why and in whose words, and sends it again', async () => {
    const asked = fakeServer({
      'GET /api/parked': () => ({ parked: [] }),
      'GET /api/mails/parked': () => ({ mails: [mail] }),
      'POST /api/mails/parked/12/retry': () => ({ mails: [] }),
    })
    const { page } = mountPage(ParkedPage)
    await seen(page, 'parked-mail')
    const words = byTest(page, 'parked-mail').text()
    for (const part of [
      'Обращение № 7',
      'Анна Лебедева',
      'lebedeva@romashka.example',
      'Не печатает',
      'Ящик получателя переполнен.',
      '552 5.2.2 Mailbox full',
    ])
      expect(words).toContain(part)
    await byTest(page, 'parked-mail-retry').trigger('click')
    await seen(page, 'empty')
    expect(asked.map(({ request }) => request)).toContain('POST /api/mails/parked/12/retry')
  })

  it('when sending again is refused, then the mail stays, with a notice', async () => {
    fakeServer({
      'GET /api/parked': () => ({ parked: [] }),
      'GET /api/mails/parked': () => ({ mails: [mail] }),
      'POST /api/mails/parked/12/retry': () => new Refusal('notFound'),
    })
    const { page } = mountPage(ParkedPage)
    await seen(page, 'parked-mail-retry')
    await byTest(page, 'parked-mail-retry').trigger('click')
    await seen(page, 'error-notice')
    expect(byTest(page, 'parked-mail').exists()).toBe(true)
  })
})

describe('a portal in trouble', () => {
  const home = (role: 'partner' | 'customer', isAdmin: boolean, trouble: TroubleView) => {
    const asked = fakeServer({
      'GET /api/troubles': () => ({ troubles: [trouble] }),
      'GET /api/tickets?view=open&sort=due': () => ({
        tickets: [],
        next: null,
        counts: noTickets,
      }),
      'GET /api/filing': () => new Refusal('notFound'),
    })
    const session = newSession({ role, stage: 'ready' })
    const engineerOr = isAdmin ? ('administrator' as const) : ('engineer' as const)
    const officeRole = role === 'partner' ? engineerOr : null
    const user = { ...session.user, isAdmin, officeRole }
    return { asked, ...mountPage(HomePage, { session: { ...session, user } }) }
  }

  it('is named to the partner’s administrator, in the portal’s words too', async () => {
    const { page } = home('partner', true, closed)
    await seen(page, 'trouble-closed')
    const words = byTest(page, 'trouble-closed').text()
    expect(words).toContain('ООО «Ромашка»')
    expect(words).toContain('only on commercial plans')
  })

  it('is shown to its own administrator with what he can do', async () => {
    const { page } = home('customer', true, { ...closed, kind: 'damaged', customerName: null })
    await seen(page, 'trouble-damaged')
    expect(byTest(page, 'trouble-damaged').text()).toContain('Проверьте права и тариф')
  })

  it('is no business of others', async () => {
    const { page, asked } = home('partner', false, closed)
    await seen(page, 'empty')
    expect(byTest(page, 'trouble-closed').exists()).toBe(false)
    expect(asked.map(({ request }) => request)).not.toContain('GET /api/troubles')
  })
})
