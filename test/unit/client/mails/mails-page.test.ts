// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import MailsPage from '../../../../client/features/mails/MailsPage.vue'
import type { MailView } from '../../../../shared/api/mails.ts'
import { byTest, fakeServer, mountPage, Refusal, seen, serverNow } from '../mount-page.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const address = 'support@desk.example'
const held: MailView = {
  id: 5,
  receivedAt: serverNow,
  state: 'quarantined',
  reason: 'unproven',
  from: 'lebedeva@romashka.example',
  summary: {
    fromName: 'Анна Лебедева',
    subject: 'Не печатает',
    text: 'Принтер молчит.',
    files: ['Снимок.png'],
    form: { level: 1, missing: ['contactPhone', 'links'] },
    asksForLevelOne: true,
    bounce: null,
  },
  customerName: 'ООО «Ромашка»',
  ticketNumber: 7,
  link: null,
  confirmedAt: null,
  draft: null,
  decidedBy: null,
  hasOriginal: true,
}

describe('the page of mail', () => {
  it('says of a held mail whose it is, why it is held and what its form lacks, and throws it away', async () => {
    const discarded = { ...held, state: 'discarded', decidedBy: 'Мария Соколова' }
    const asked = fakeServer({
      'GET /api/mails': () => ({ address, isOutgoingOn: true, mails: [held] }),
      'POST /api/mails/5/discard': () => ({ address, isOutgoingOn: true, mails: [discarded] }),
    })
    const { page } = mountPage(MailsPage)
    await seen(page, 'mail')
    const words = byTest(page, 'mail').text()
    for (const part of [
      'lebedeva@romashka.example',
      'домен его не подписал',
      'Обращение № 7',
      'Снимок.png',
      'Форма обращения, критичность 1. Не заполнено: телефон, ссылки или почему их нет.',
    ])
      expect(words).toContain(part)
    await byTest(page, 'mail-discard').trigger('click')
    await vi.waitFor(() => {
      expect(byTest(page, 'mail').text()).toContain('Решение: Мария Соколова')
    })
    expect(byTest(page, 'mail-discard').exists()).toBe(false)
    expect(asked.map(({ request }) => request)).toContain('POST /api/mails/5/discard')
  })

  it('shows the whole mail when it is asked for, and not before', async () => {
    const asked = fakeServer({
      'GET /api/mails': () => ({ address, isOutgoingOn: true, mails: [held] }),
      'GET /api/mails/5/original': () => ({ text: 'Принтер молчит.\n> Что случилось?' }),
    })
    const { page } = mountPage(MailsPage)
    await seen(page, 'mail-show')
    expect(asked.map(({ request }) => request)).not.toContain('GET /api/mails/5/original')
    await byTest(page, 'mail-show').trigger('click')
    await seen(page, 'mail-original')
    expect(byTest(page, 'mail-original').text()).toContain('> Что случилось?')
  })

  it.each<[string, Partial<MailView>, string]>([
    [
      'a link that waits',
      { link: { sentAt: serverNow, goodUntil: serverNow + 86_400_000 } },
      'Автору отправлена ссылка для подтверждения, она действует до',
    ],
    [
      'a mail that is confirmed',
      { state: 'accepted', reason: null, confirmedAt: serverNow },
      'Автор подтвердил письмо по ссылке',
    ],
    [
      'a stranger whose address is confirmed',
      { reason: 'unknownSender', customerName: null, confirmedAt: serverNow },
      'но в списке уполномоченных лиц его нет',
    ],
  ])('tells of %s', async (_case, change, words) => {
    fakeServer({
      'GET /api/mails': () => ({ address, isOutgoingOn: true, mails: [{ ...held, ...change }] }),
    })
    const { page } = mountPage(MailsPage)
    await seen(page, 'mail-proof')
    expect(byTest(page, 'mail-proof').text()).toContain(words)
  })

  it.each([
    ['asked', 'автору отправлена ссылка'],
    ['unasked', 'письмо со ссылкой не отправлено'],
  ] as const)('of a draft whose author is %s says so', async (draft, words) => {
    const accepted = { ...held, state: 'accepted', reason: null, ticketNumber: null, draft }
    fakeServer({ 'GET /api/mails': () => ({ address, isOutgoingOn: true, mails: [accepted] }) })
    const { page } = mountPage(MailsPage)
    await seen(page, 'mail-draft')
    expect(byTest(page, 'mail-draft').text()).toContain(words)
  })

  it('of a held mail without a link says nothing of one', async () => {
    fakeServer({ 'GET /api/mails': () => ({ address, isOutgoingOn: true, mails: [held] }) })
    const { page } = mountPage(MailsPage)
    await seen(page, 'mail')
    expect(byTest(page, 'mail-proof').exists()).toBe(false)
  })

  it.each([
    ['without an address', { address: null, isOutgoingOn: true, mails: [] }, 'Почта не подключена'],
    ['without mail', { address, isOutgoingOn: true, mails: [] }, 'Писем ещё не было'],
  ])('%s says so', async (_case, answer, words) => {
    fakeServer({ 'GET /api/mails': () => answer })
    const { page } = mountPage(MailsPage)
    await seen(page, 'empty')
    expect(page.text()).toContain(words)
  })

  it.each([address, null])('when no mail goes out, it says what that means (%s)', async (to) => {
    fakeServer({ 'GET /api/mails': () => ({ address: to, isOutgoingOn: false, mails: [] }) })
    const { page } = mountPage(MailsPage)
    await seen(page, 'outgoing-off')
    expect(byTest(page, 'outgoing-off').text()).toContain('ни ссылок на резервную страницу')
  })

  it('when mail goes out, it does not speak of that', async () => {
    fakeServer({ 'GET /api/mails': () => ({ address, isOutgoingOn: true, mails: [] }) })
    const { page } = mountPage(MailsPage)
    await seen(page, 'empty')
    expect(byTest(page, 'outgoing-off').exists()).toBe(false)
  })

  it('when it cannot be read, then it is offered again', async () => {
    fakeServer({ 'GET /api/mails': () => new Refusal('internal') })
    const { page } = mountPage(MailsPage)
    await seen(page, 'retry')
  })
})
