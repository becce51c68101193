// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import OwnAgreementPage from '../../../../client/features/persons/OwnAgreementPage.vue'
import StaffPage from '../../../../client/features/staff/StaffPage.vue'
import ErasePerson from '../../../../client/ui/ErasePerson.vue'
import PersonChangeCard from '../../../../client/ui/PersonChangeCard.vue'
import type { PersonChange } from '../../../../shared/api/person-changes.ts'
import {
  type ErasurePreview,
  type KnownPeople,
  traceKinds,
  type Traces,
} from '../../../../shared/api/person-erasure.ts'
import { erasedName } from '../../../../shared/audit/erased-name.ts'
import {
  byTest,
  fakeServer,
  mountPage,
  newSession,
  Refusal,
  seen,
  serverNow,
} from '../mount-page.ts'
import { newContract } from '../new-contract.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const people: KnownPeople = {
  people: [
    { kind: 'person', id: 'p1', name: 'Ольга Смирнова', email: 'olga@romashka.example' },
    { kind: 'user', id: '7', name: 'Анна', email: null },
  ],
}
const traces = (some: Partial<Traces>): Traces => ({
  ...(Object.fromEntries(traceKinds.map((kind) => [kind, 0])) as Traces),
  ...some,
})
const preview = (over: Partial<ErasurePreview> = {}): ErasurePreview => ({
  ...{ name: 'Ольга Смирнова', blocked: null, traces: traces({ persons: 1, log: 4 }) },
  ...over,
})
const path = '/api/party-data/people'

async function openOn(answers: Parameters<typeof fakeServer>[0]) {
  const asked = fakeServer({ [`GET ${path}`]: () => people, ...answers })
  const { page } = mountPage(ErasePerson)
  await byTest(page, 'person-erase-open').trigger('click')
  await seen(page, 'person-choice')
  await byTest(page, 'person-choice').setValue('person/p1')
  await seen(page, 'person-erase-form')
  return { page, asked }
}

describe('erasing a person', () => {
  it('says what goes and what stays, and afterwards what has gone', async () => {
    const { page, asked } = await openOn({
      [`GET ${path}/person/p1`]: () => preview(),
      [`POST ${path}/person/p1/erasure`]: () => ({ traces: traces({ persons: 1, log: 5 }) }),
    })
    const form = byTest(page, 'person-erase-form').text()
    expect(byTest(page, 'person-goes').text()).toContain('Запись в списке лиц: 1')
    expect(byTest(page, 'person-goes').text()).not.toContain('Вопросы')
    expect(form).toContain('Останется: обращения, сообщения')
    expect(form).toContain('Имя появится снова')
    expect(asked.filter(({ request }) => request.startsWith('POST'))).toEqual([])
    await byTest(page, 'person-erase-form').trigger('submit')
    await seen(page, 'person-erased')
    expect(byTest(page, 'person-erased').text()).toContain('уходит имя: 5')
    expect(byTest(page, 'person-erase-form').exists()).toBe(false)
  })

  it.each([
    ['lastOfList' as const, 'последнее такое лицо'],
    ['onDuty' as const, 'назначен на дежурства'],
  ])('says what has to be done first: %s', async (blocked, words) => {
    const { page } = await openOn({ [`GET ${path}/person/p1`]: () => preview({ blocked }) })
    expect(byTest(page, 'person-blocked').text()).toContain(words)
    expect(byTest(page, 'person-erase-sure').exists()).toBe(false)
  })

  it('when the server refuses, then it says why', async () => {
    const { page } = await openOn({
      [`GET ${path}/person/p1`]: () => preview(),
      [`POST ${path}/person/p1/erasure`]: () => new Refusal('lastOfList'),
    })
    await byTest(page, 'person-erase-form').trigger('submit')
    await seen(page, 'error-notice')
    expect(byTest(page, 'error-notice').text()).toContain('последнее такое лицо')
  })

  it('is offered to administrators, of the customer and of the partner', async () => {
    const contract = newContract({ state: 'active' })
    fakeServer({
      'GET /api/persons': () => ({ contract, changes: [], planned: [], mayAsk: false }),
      'GET /api/staff': () => ({ people: [] }),
    })
    await seen(mountPage(StaffPage).page, 'person-erase-open')
    await seen(mountPage(OwnAgreementPage).page, 'person-erase-open')
    const session = newSession()
    const user = { ...session.user, isAdmin: false }
    const { page } = mountPage(OwnAgreementPage, { session: { ...session, user } })
    await seen(page, 'whom-to-ask')
    expect(byTest(page, 'person-erase-open').exists()).toBe(false)
  })

  it('leaves neutral words where the name has to stand', () => {
    const change: PersonChange = {
      ...{ id: 'c', kind: 'remove', personId: 'p', before: null, after: null, state: 'refused' },
      ...{ askedAt: serverNow, askedBy: erasedName, decidedAt: null, decidedBy: null, reason: '' },
    }
    const { page } = mountPage(PersonChangeCard, { props: { change, zone: 'UTC' } })
    expect(page.text()).toContain('Удалённое лицо')
  })
})
