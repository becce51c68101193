// @vitest-environment happy-dom
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import ContractsPage from '../../../../client/features/contracts/ContractsPage.vue'
import type { Contract } from '../../../../shared/api/contracts.ts'
import { newContract } from '../new-contract.ts'
import { byTest, fakeServer, mountPage, Refusal, seen, serverNow } from '../mount-page.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const fill = async (page: VueWrapper, values: Record<string, string>) => {
  for (const [name, value] of Object.entries(values)) await byTest(page, name).setValue(value)
}

const wholeForm = {
  'contract-customer': 'Ромашка',
  'person-0-name': 'Ольга Смирнова',
  'person-0-email': 'olga@romashka.example',
  'person-0-phone': '+7 900 000-00-01',
}

/** A partner's contracts as the server keeps them. */
function serverWith(contracts: Contract[]) {
  const expiresAt = serverNow + 7 * 86_400_000
  return fakeServer({
    'GET /api/contracts': () => ({ contracts }),
    'POST /api/contracts': (body) => {
      const contract = newContract({ customerName: (body as Contract).customerName })
      contracts.push(contract)
      return contract
    },
    'POST /api/contracts/c1/invitation': () => {
      contracts[0] = { ...newContract(), invitation: { expiresAt } }
      return { code: 'AAAA-BBBB', expiresAt }
    },
    'DELETE /api/contracts/c1/invitation': () => (contracts[0] = newContract()),
    'POST /api/contracts/c1/confirm': () => (contracts[0] = newContract({ state: 'active' })),
  })
}

describe('contracts', () => {
  it('where there are none, the page offers the first', async () => {
    serverWith([])
    const { page } = mountPage(ContractsPage)
    expect(byTest(page, 'loading').exists()).toBe(true)
    await seen(page, 'empty')
    expect(byTest(page, 'contract-new').exists()).toBe(true)
  })

  it('that cannot be read are not taken for none', async () => {
    fakeServer({ 'GET /api/contracts': () => new Refusal('forbidden') })
    const { page } = mountPage(ContractsPage)
    await seen(page, 'error-notice')
    expect(byTest(page, 'empty').exists()).toBe(false)
  })

  it('a new one is sent with its persons and then stands in the list', async () => {
    const asked = serverWith([])
    const { page } = mountPage(ContractsPage)
    await seen(page, 'contract-new')
    await byTest(page, 'contract-new').trigger('click')
    await fill(page, wholeForm)
    await byTest(page, 'person-0-organisational').trigger('click')
    await byTest(page, 'person-add').trigger('click')
    await byTest(page, 'person-1-remove').trigger('click')
    await page.find('form').trigger('submit')
    await seen(page, 'contract-row')
    const sent = asked.find(({ request }) => request === 'POST /api/contracts')
    expect(sent?.body).toEqual({
      customerName: 'Ромашка',
      persons: [
        {
          name: 'Ольга Смирнова',
          position: '',
          email: 'olga@romashka.example',
          phone: '+7 900 000-00-01',
          isAuthorised: true,
          isOrganisational: true,
        },
      ],
    })
  })

  it('an unfinished one is not sent; what is missing is said at its field', async () => {
    const asked = serverWith([])
    const { page } = mountPage(ContractsPage)
    await seen(page, 'contract-new')
    await byTest(page, 'contract-new').trigger('click')
    await fill(page, { ...wholeForm, 'person-0-email': 'olga' })
    await page.find('form').trigger('submit')
    await vi.waitFor(() => {
      expect(page.text()).toContain('Укажите e-mail полностью: имя@компания.ru')
    })
    expect(asked.every(({ request }) => request === 'GET /api/contracts')).toBe(true)
  })

  it('what only the server can refuse is said at the field that it names', async () => {
    serverWith([])
    const { page } = mountPage(ContractsPage)
    await seen(page, 'contract-new')
    await byTest(page, 'contract-new').trigger('click')
    fakeServer({
      'GET /api/contracts': () => ({ contracts: [] }),
      'POST /api/contracts': () => new Refusal('badRequest', 'persons.0.email'),
    })
    await fill(page, wholeForm)
    await page.find('form').trigger('submit')
    await seen(page, 'error-notice')
    await vi.waitFor(() => {
      expect(page.text()).toContain('Сервер не принял это значение')
    })
  })

  it('the code of an invitation is shown once, with its term, and is gone when revoked', async () => {
    serverWith([newContract()])
    const { page } = mountPage(ContractsPage)
    await seen(page, 'invitation-make')
    await byTest(page, 'invitation-make').trigger('click')
    await seen(page, 'invitation-code')
    expect(byTest(page, 'invitation-code').text()).toBe('AAAA-BBBB')
    expect(byTest(page, 'invitation-term').text()).toContain('пн, 30 ноября, 10:00 МСК')
    await byTest(page, 'invitation-revoke').trigger('click')
    await vi.waitFor(() => {
      expect(byTest(page, 'invitation-code').exists()).toBe(false)
    })
    expect(byTest(page, 'invitation-make').exists()).toBe(true)
  })

  it('after a reload of the page an invitation stands, but its code is known to nobody', async () => {
    serverWith([newContract({ invitation: { expiresAt: serverNow + 86_400_000 } })])
    const { page } = mountPage(ContractsPage)
    await seen(page, 'invitation-term')
    expect(byTest(page, 'invitation-code').exists()).toBe(false)
    expect(byTest(page, 'invitation-term').text()).toContain('второй раз его не показать')
  })

  it('a customer’s portal is confirmed under its own name', async () => {
    serverWith([newContract({ state: 'accepted', customerHost: 'portal.romashka.example' })])
    const { page } = mountPage(ContractsPage)
    await seen(page, 'contract-confirm')
    expect(byTest(page, 'contract-asks').text()).toContain('portal.romashka.example')
    await byTest(page, 'contract-confirm').trigger('click')
    await vi.waitFor(() => {
      expect(byTest(page, 'contract-row').attributes('data-state')).toBe('active')
    })
  })
})
