// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import ContractsPage from '../../../../client/features/contracts/ContractsPage.vue'
import { byTest, fakeServer, mountPage, seen } from '../mount-page.ts'
import { newContract } from '../new-contract.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const { life } = newContract()
const partner = { partnerName: 'ООО «МартинСофт»', partnerRequisites: 'ИНН 7700000000' }
const told = newContract({ id: 'c2', life: { ...life, ...partner } })

it('a partner who has named himself in one contract is the same in the next, unless he says otherwise', async () => {
  const asks = fakeServer({
    'GET /api/contracts': () => ({ contracts: [newContract(), told] }),
    'POST /api/contracts/c1/details': () => newContract(),
  })
  const { page } = mountPage(ContractsPage)
  for (const name of ['contract-details', 'life-details']) {
    await seen(page, name)
    await byTest(page, name).trigger('click')
  }
  await seen(page, 'life-partnerName')
  expect(byTest(page, 'life-partnerName').element).toMatchObject({ value: 'ООО «МартинСофт»' })
  await byTest(page, 'life-customerRequisites').setValue('ИНН 7711111111\nМосква')
  await page.find('form').trigger('submit')
  await vi.waitFor(() => {
    const sent = asks.find(({ request }) => request === 'POST /api/contracts/c1/details')
    expect(sent?.body).toEqual({
      ...{ customerName: told.customerName, startsOn: null, endsOn: null, licenceUntil: null },
      ...{ place: '', ...partner, customerRequisites: 'ИНН 7711111111\nМосква' },
    })
  })
})
