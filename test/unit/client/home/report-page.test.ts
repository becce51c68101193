// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import HomePage from '../../../../client/features/home/HomePage.vue'
import { newContract } from '../new-contract.ts'
import { byTest, fakeServer, mountPage, newSession, seen } from '../mount-page.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const place = { entityTypeId: 1036, typeId: 1, categoryId: 1, fields: {}, options: {}, stages: {} }
const session = newSession({ stage: 'ready', role: 'customer', place: place as never })

function openFrom(placement: string, options: Record<string, string>, answer: unknown) {
  const contract = newContract()
  const [person] = contract.persons
  fakeServer({
    'GET /api/filing': () => ({
      contract,
      personId: person?.id ?? null,
      prepaid: null,
      refusal: null,
    }),
    'GET /api/tickets/by-number/99': () => ({ itemId: null }),
  })
  const call = vi.fn<(method: string, params?: unknown) => Promise<unknown>>(() =>
    Promise.resolve(answer),
  )
  const { page } = mountPage(HomePage, { session, frame: { placement, options, call } })
  const valueOf = (name: string) =>
    (byTest(page, name).element as HTMLInputElement | HTMLTextAreaElement).value
  return { page, call, valueOf, person }
}

describe('«Сообщить о проблеме»', () => {
  it.each([
    ['CRM_DEAL_DETAIL_TOOLBAR', { ID: '57' }, 'Сделка «Мука»', '/crm/deal/details/57/'],
    ['CRM_LEAD_DETAIL_TOOLBAR', { ID: '57' }, 'Лид «Мука»', '/crm/lead/details/57/'],
    ['CRM_COMPANY_DETAIL_TOOLBAR', { ID: '57' }, 'Компания «Мука»', '/crm/company/details/57/'],
    ['CRM_DYNAMIC_160_DETAIL_TOOLBAR', { ENTITY_ID: '3' }, '«Мука»', '/crm/type/160/details/3/'],
  ])('from %s fills in title, link and person', async (placement, options, title, path) => {
    const { page, valueOf, person } = openFrom(placement, options, { items: [{ title: 'Мука' }] })
    await seen(page, 'new-title')
    expect(valueOf('new-title')).toBe(title)
    expect(valueOf('new-links')).toBe(`https://portal.example${path}`)
    expect(valueOf('new-contact-name')).toBe(person?.name)
  })

  it('from a contact takes the person’s name, from a task its title', async () => {
    const contact = openFrom(
      'CRM_CONTACT_DETAIL_TOOLBAR',
      { ID: '4' },
      {
        items: [{ name: 'Вера', lastName: 'Белова' }],
      },
    )
    await seen(contact.page, 'new-title')
    expect(contact.valueOf('new-title')).toBe('Контакт «Вера Белова»')
    const task = openFrom('TASK_VIEW_TOP_PANEL', { taskId: '8' }, { task: { title: 'Сверка' } })
    await seen(task.page, 'new-title')
    expect(task.call).toHaveBeenCalledWith('tasks.task.get', expect.objectContaining({ taskId: 8 }))
    expect(task.valueOf('new-links')).toBe(
      'https://portal.example/company/personal/user/7/tasks/task/view/8/',
    )
  })

  it('without the right to read the card still brings the link', async () => {
    const { page, valueOf } = openFrom('CRM_DEAL_DETAIL_TOOLBAR', { ID: '57' }, { nothing: true })
    await seen(page, 'new-title')
    expect(valueOf('new-title')).toBe('')
    expect(valueOf('new-links')).toContain('/crm/deal/details/57/')
  })

  it('a link to a ticket that is not here says so', async () => {
    const { page } = openFrom('REST_APP_URI', { ticket: '99' }, {})
    await seen(page, 'linked-missing')
    expect(byTest(page, 'linked-missing').text()).toContain('№ 99')
  })
})
