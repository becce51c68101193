// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import ContractDetails from '../../../../client/features/contracts/ContractDetails.vue'
import EraseContract from '../../../../client/features/contracts/EraseContract.vue'
import { newContract } from '../new-contract.ts'
import { byTest, fakeServer, mountPage, newSession, Refusal, seen } from '../mount-page.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('erasing a contract', () => {
  const contract = newContract({ state: 'draft', customerName: 'ООО «Ромашка»' })

  it('says what goes and what stays, and wants the customer’s name typed', async () => {
    const asked = fakeServer({ 'POST /api/party-data/c1/erasure': () => ({}) })
    const { page } = mountPage(EraseContract, { props: { contract } })
    await byTest(page, 'erase-open').trigger('click')
    expect(byTest(page, 'erase-form').text()).toContain('Останется: карточки')
    await byTest(page, 'erase-name').setValue('ООО «Лютик»')
    await byTest(page, 'erase-form').trigger('submit')
    expect(asked).toEqual([])
    await byTest(page, 'erase-name').setValue('ООО «Ромашка»')
    await byTest(page, 'erase-form').trigger('submit')
    await vi.waitFor(() => {
      expect(asked.map(({ request }) => request)).toEqual(['POST /api/party-data/c1/erasure'])
    })
    expect(asked[0]?.body).toEqual({ customerName: 'ООО «Ромашка»' })
  })

  it('when the server refuses, then it says why', async () => {
    fakeServer({ 'POST /api/party-data/c1/erasure': () => new Refusal('conflict') })
    const { page } = mountPage(EraseContract, { props: { contract } })
    await byTest(page, 'erase-open').trigger('click')
    await byTest(page, 'erase-name').setValue('ООО «Ромашка»')
    await byTest(page, 'erase-form').trigger('submit')
    await seen(page, 'error-notice')
  })

  it('is offered to administrators, of a contract that is not in force', async () => {
    fakeServer({})
    const { page } = mountPage(ContractDetails, { props: { contract } })
    await seen(page, 'data-export')
    expect(byTest(page, 'erase-open').exists()).toBe(true)
    const active = { props: { contract: newContract({ state: 'active' }) } }
    expect(byTest(mountPage(ContractDetails, active).page, 'erase-open').exists()).toBe(false)
    const session = newSession({ role: 'partner', stage: 'ready' })
    const user = { ...session.user, officeRole: 'dutyManager' as const }
    const managers = mountPage(ContractDetails, {
      props: { contract },
      session: { ...session, user },
    })
    expect(byTest(managers.page, 'data-export').exists()).toBe(false)
  })
})
