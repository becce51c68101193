// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import OwnAgreementPage from '../../../../client/features/persons/OwnAgreementPage.vue'
import type { MailChoices, WaysIn } from '../../../../shared/api/mail-choices.ts'
import type { PersonChange, PersonsView } from '../../../../shared/api/person-changes.ts'
import { byTest, fakeServer, mountPage, Refusal, seen, serverNow } from '../mount-page.ts'
import { newContract, olga, petr } from '../new-contract.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const contract = newContract({ state: 'active' })
const asked: PersonChange = {
  id: 'change-1',
  kind: 'remove',
  personId: petr.id,
  before: { ...petr },
  after: null,
  state: 'asked',
  askedAt: serverNow,
  askedBy: olga.name,
  decidedAt: null,
  decidedBy: null,
  reason: '',
}

const viewOf = (over: Partial<PersonsView> = {}): PersonsView => ({
  contract,
  changes: [],
  planned: [],
  mayAsk: true,
  ...over,
})

const mailOf = (waysIn: WaysIn): MailChoices => ({ isOn: true, ownId: null, persons: [], waysIn })
const address = 'support@martinsoft.example'
const rescueUrl = 'https://sla.martinsoft.example/rescue'

const fillForm = async (page: ReturnType<typeof mountPage>['page']) => {
  await byTest(page, 'wanted-name').setValue('Анна Белова')
  await byTest(page, 'wanted-email').setValue('belova@romashka.example')
  await byTest(page, 'wanted-phone').setValue('+7 900 000-00-03')
}

describe('the agreement and its persons', () => {
  it('a person who is no contact sees whom to ask, and nothing to press', async () => {
    fakeServer({ 'GET /api/persons': () => viewOf({ mayAsk: false }) })
    const { page } = mountPage(OwnAgreementPage)
    await seen(page, 'whom-to-ask')
    expect(byTest(page, 'whom-to-ask').text()).toContain('Ольга Смирнова, +7 900 000-00-01')
    for (const name of ['person-add', 'person-edit', 'person-remove'])
      expect(byTest(page, name).exists()).toBe(false)
  })

  it('a contact asks for a new person, and sees that it waits', async () => {
    const asks = fakeServer({
      'GET /api/persons': () => viewOf(),
      'POST /api/persons/changes': () =>
        viewOf({ changes: [{ ...asked, kind: 'add', before: null, after: { ...petr } }] }),
    })
    const { page } = mountPage(OwnAgreementPage)
    await seen(page, 'person-add')
    await byTest(page, 'person-add').trigger('click')
    await fillForm(page)
    await byTest(page, 'person-form').trigger('submit')
    await seen(page, 'person-change')
    expect(asks.at(-1)).toMatchObject({
      request: 'POST /api/persons/changes',
      body: {
        kind: 'add',
        person: { name: 'Анна Белова', isAuthorised: true, portalUserId: null },
      },
    })
    expect(byTest(page, 'person-form').exists()).toBe(false)
    expect(byTest(page, 'person-change').text()).toContain('Ждёт решения')
  })

  it('what the list may not become is said in words, and nothing typed is lost', async () => {
    fakeServer({
      'GET /api/persons': () => viewOf(),
      'POST /api/persons/changes': () =>
        new Refusal('badRequest', 'person.isOrganisational', 'twoOrganisationalAtMost'),
    })
    const { page } = mountPage(OwnAgreementPage)
    await seen(page, 'person-add')
    await byTest(page, 'person-add').trigger('click')
    await fillForm(page)
    await byTest(page, 'person-form').trigger('submit')
    await seen(page, 'wanted-problem')
    expect(byTest(page, 'wanted-problem').text()).toBe(
      'Организационных контактов может быть не больше двух',
    )
    expect(byTest(page, 'wanted-name').element).toMatchObject({ value: 'Анна Белова' })
  })

  it('tells what to do when the portal is down, and prints it as a card of its own', async () => {
    fakeServer({
      'GET /api/persons': () => viewOf(),
      'GET /api/mail-choices': () => mailOf({ address, rescueUrl }),
    })
    document.body.insertAdjacentHTML('beforeend', '<div id="app"></div>')
    const { page } = mountPage(OwnAgreementPage)
    await seen(page, 'ways-in-print')
    const links = byTest(page, 'ways-in').findAll('a')
    expect(links.map((link) => link.attributes('href'))).toEqual([rescueUrl, `mailto:${address}`])
    expect(byTest(page, 'ways-in').text()).toContain('Ольга Смирнова, olga@romashka.example')
    const card = () => document.querySelector('[data-test="ways-in-card"]')
    const isAppPrinted = () => document.querySelector('#app')?.classList.contains('print:hidden')
    const printed: unknown[] = []
    vi.stubGlobal('print', () => printed.push([card()?.textContent, isAppPrinted()]))
    await byTest(page, 'ways-in-print').trigger('click')
    await vi.waitFor(() => {
      expect(printed).toEqual([[expect.stringContaining(rescueUrl), true]])
    })
    globalThis.dispatchEvent(new Event('afterprint'))
    await vi.waitFor(() => {
      expect([card(), isAppPrinted()]).toEqual([null, false])
    })
    document.querySelector('#app')?.remove()
  })

  it.each([
    [{ address: null, rescueUrl }, /Откройте резервную/, /Или напишите/],
    [{ address, rescueUrl: null }, /Или напишите/, /Откройте резервную/],
    [{ address: null, rescueUrl: null }, /звоните исполнителю/, /карточку/],
  ])('names only the ways that there are: %o', async (waysIn, told, untold) => {
    fakeServer({
      'GET /api/persons': () => viewOf(),
      'GET /api/mail-choices': () => mailOf(waysIn),
    })
    const { page } = mountPage(OwnAgreementPage)
    await seen(page, 'ways-in')
    const text = byTest(page, 'ways-in').text()
    expect([told.test(text), untold.test(text)]).toEqual([true, false])
  })

  it('of a person whose change waits no other is asked for; it can be taken back', async () => {
    const asks = fakeServer({
      'GET /api/persons': () => viewOf({ changes: [asked] }),
      'DELETE /api/persons/changes/change-1': () =>
        viewOf({ changes: [{ ...asked, state: 'withdrawn' }] }),
    })
    const { page } = mountPage(OwnAgreementPage)
    await seen(page, 'change-withdraw')
    expect(page.findAll('[data-test="person-remove"]')).toHaveLength(1)
    await byTest(page, 'change-withdraw').trigger('click')
    await vi.waitFor(() => {
      expect(page.findAll('[data-test="person-remove"]')).toHaveLength(2)
    })
    expect(asks.at(-1)?.request).toBe('DELETE /api/persons/changes/change-1')
  })
})
