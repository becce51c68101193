import { describe, expect, it } from 'vitest'
import { pageOf } from '../../../../client/features/home/page-of.ts'
import { newSession } from '../mount-page.ts'

const appPage = { placement: 'DEFAULT', itemId: null, options: {} }
const cardTab = { placement: 'CRM_DYNAMIC_1036_DETAIL_TAB', itemId: 5, options: {} }
const at = (placement: string, options: Record<string, string>) => ({
  placement,
  itemId: null,
  options,
})
const deal = at('CRM_DEAL_DETAIL_TOOLBAR', { ID: '57' })

describe('page', () => {
  it.each([
    ['new', null, true, appPage, 'chooseRole'],
    ['new', null, false, appPage, 'adminNeeded'],
    ['linking', 'customer', true, appPage, 'linkWaiting'],
    ['settingUp', 'partner', true, appPage, 'setUp'],
    ['settingUp', 'customer', false, cardTab, 'setUp'],
    ['ready', 'partner', false, appPage, 'partnerHome'],
    ['ready', 'customer', false, appPage, 'customerHome'],
    ['ready', 'customer', false, cardTab, 'ticketCard'],
    ['ready', 'partner', true, cardTab, 'ticketCard'],
    ['ready', 'partner', true, { ...cardTab, itemId: null }, 'partnerHome'],
    ['ready', 'customer', false, deal, 'report'],
    [
      'ready',
      'customer',
      false,
      at('CRM_DYNAMIC_160_DETAIL_TOOLBAR', { ENTITY_ID: '3' }),
      'report',
    ],
    ['ready', 'customer', false, at('TASK_VIEW_TOP_PANEL', { taskId: '8' }), 'report'],
    ['ready', 'customer', false, at('CRM_DEAL_DETAIL_TOOLBAR', {}), 'customerHome'],
    ['ready', 'partner', false, deal, 'partnerHome'],
    ['ready', 'partner', false, at('REST_APP_URI', { ticket: '7' }), 'linkedTicket'],
    ['ready', 'customer', false, at('REST_APP_URI', {}), 'customerHome'],
  ] as const)('at stage %s of a portal (%s; admin: %s) at %j is %s', (...given) => {
    const [stage, role, isAdmin, at, expected] = given
    const { portal, user } = newSession({ stage, role })
    expect(pageOf({ portal, user: { ...user, isAdmin } }, at)).toBe(expected)
  })
})
