// @vitest-environment happy-dom
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Frame } from '../../../../client/bitrix/frame.ts'
import LinkPage from '../../../../client/features/link-portal/LinkPage.vue'
import LinkWaiting from '../../../../client/features/link-portal/LinkWaiting.vue'
import { newContract } from '../new-contract.ts'
import { byTest, fakeServer, mountPage, newSession, Refusal, seen } from '../mount-page.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const linking = newSession({ role: 'customer', stage: 'linking' })
const server = () =>
  fakeServer({
    'POST /api/link/preview': (body) =>
      (body as { code: string }).code === 'AAAA-BBBB'
        ? { contract: newContract() }
        : new Refusal('invitationInvalid', 'code'),
    'POST /api/link/accept': () => linking.portal,
  })

const check = async (page: VueWrapper, code: string) => {
  await byTest(page, 'code-input').setValue(code)
  await page.find('form').trigger('submit')
}

async function openAgreement(frame: Partial<Frame> = {}) {
  const asked = server()
  const mounted = mountPage(LinkPage, { frame })
  await check(mounted.page, 'AAAA-BBBB')
  await seen(mounted.page, 'agreement-partner-host')
  return { ...mounted, asked }
}

const userNamed = (id: number, name: string) => ({ id, name, position: '' })

describe('linking a customer’s portal', () => {
  it('a wrong code is said in one way, whatever is wrong with it', async () => {
    server()
    const { page } = mountPage(LinkPage)
    await check(page, 'CCCC')
    await seen(page, 'error-notice')
    expect(byTest(page, 'error-notice').text()).toContain('Код не подошёл')
  })

  it('a code opens the agreement: the partner’s confirmed host, the terms and the hours', async () => {
    const { page } = await openAgreement()
    expect(byTest(page, 'agreement-partner-host').text()).toBe('martinsoft.example')
    expect(byTest(page, 'terms').findAll('tbody tr')).toHaveLength(4)
    expect(page.text()).toContain('Пн–Пт 09:00–18:00')
  })

  it('persons are bound in the portal’s own dialog and the agreement is accepted with them', async () => {
    const people = [userNamed(21, 'Ольга'), userNamed(22, 'Пётр')]
    const { page, session, asked } = await openAgreement({
      selectUsers: () => Promise.resolve(people.splice(0, 1)),
    })
    await byTest(page, 'bind-person-0').trigger('click')
    await seen(page, 'bound-user-0')
    await byTest(page, 'bind-person-1').trigger('click')
    await seen(page, 'bound-user-1')
    await byTest(page, 'link-accept').trigger('click')
    await vi.waitFor(() => {
      expect(session.value.portal.stage).toBe('linking')
    })
    expect(asked.at(-1)?.body).toEqual({
      code: 'AAAA-BBBB',
      bindings: [
        { personId: 'p1', portalUserId: 21 },
        { personId: 'p2', portalUserId: 22 },
      ],
    })
  })

  it('a dialog closed without a choice leaves the page usable', async () => {
    const { page } = await openAgreement({ selectUsers: () => new Promise(() => undefined) })
    await byTest(page, 'bind-person-0').trigger('click')
    expect(byTest(page, 'bind-person-0').attributes('disabled')).toBeUndefined()
    expect(byTest(page, 'bind-unbound').text()).toContain('Ольга Смирнова, Пётр Кузнецов')
  })

  it('one user for two persons is said and not sent', async () => {
    const { page } = await openAgreement({
      selectUsers: () => Promise.resolve([userNamed(21, 'Ольга')]),
    })
    await byTest(page, 'bind-person-0').trigger('click')
    await byTest(page, 'bind-person-1').trigger('click')
    await vi.waitFor(() => {
      expect(page.text()).toContain('уже указан для другого лица')
    })
    expect(byTest(page, 'link-accept').attributes('disabled')).toBeDefined()
  })

  it('a user with the person’s e-mail is offered, and taken only by hand', async () => {
    const { page } = await openAgreement({
      batch: () =>
        Promise.resolve({
          p2: [{ ID: '22', NAME: 'Пётр', LAST_NAME: 'Кузнецов', EMAIL: 'PETR@romashka.example' }],
        }),
    })
    await seen(page, 'bind-suggestion-1')
    expect(byTest(page, 'bound-user-1').exists()).toBe(false)
    await byTest(page, 'bind-suggestion-1').trigger('click')
    expect(byTest(page, 'bound-user-1').text()).toBe('Пётр Кузнецов')
  })
})

describe('waiting for the partner', () => {
  it('ends when the partner has confirmed', async () => {
    const answers = [linking, newSession({ role: 'customer', stage: 'settingUp' })]
    fakeServer({
      'POST /api/session': () => (answers.length > 1 ? answers.shift() : answers[0]),
    })
    const { page, session } = mountPage(LinkWaiting, { session: linking })
    expect(byTest(page, 'link-waiting').exists()).toBe(true)
    await vi.waitFor(
      () => {
        expect(session.value.portal.stage).toBe('settingUp')
      },
      { timeout: 5_000 },
    )
  })
})
