import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { leftOutOf, setupViewSchema } from '../../shared/api/setup.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { visit } from '../support/visit.ts'

const customerRobots = ['sla_create_ticket', 'sla_reply']
const partnerRobots = [
  'sla_answer_customer',
  'sla_ask_customer',
  'sla_change_level',
  'sla_log_call',
  'sla_log_work',
]
const commonTriggers = [
  'sla_registered',
  'sla_warning',
  'sla_reaction_overdue',
  'sla_update_overdue',
  'sla_level_lowered',
  'sla_customer_replied',
  'sla_solution_proposed',
  'sla_closed',
]

/** What automations need in a portal is there, is made again, and may be missing. */
describe('set-up of automation', () => {
  let bridge: Bridge

  afterEach(() => bridge.world.stop())

  const admin = (side: 'customer' | 'partner') =>
    visit(bridge.world.appUrl, bridge.world[side], adminId)

  async function robots(side: 'customer' | 'partner'): Promise<string[]> {
    const codes = await (await admin(side)).call('bizproc.robot.list', {})
    return z.array(z.string()).parse(codes).toSorted()
  }

  async function triggers(side: 'customer' | 'partner'): Promise<string[]> {
    const rows = await (await admin(side)).call('crm.automation.trigger.list', {})
    return z
      .array(z.object({ CODE: z.string() }))
      .parse(rows)
      .map((row) => row.CODE)
  }

  async function placements(side: 'customer' | 'partner'): Promise<string[]> {
    const rows = await (await admin(side)).call('placement.get', {})
    return z
      .array(z.object({ placement: z.string() }))
      .parse(rows)
      .map((row) => row.placement)
  }

  async function later(minutes: number) {
    bridge.world.clock.advance(minutes * 60_000)
    await bridge.world.settle()
  }

  it('each portal gets the robots, triggers and places of its role', async () => {
    bridge = await openBridge()
    expect(await robots('customer')).toEqual(customerRobots)
    expect(await robots('partner')).toEqual(partnerRobots)
    expect(await triggers('partner')).toEqual(commonTriggers)
    expect((await triggers('customer')).toSorted()).toEqual(
      [...commonTriggers, 'sla_partner_replied'].toSorted(),
    )
    expect(await placements('customer')).toEqual([
      expect.stringMatching(/^CRM_DYNAMIC_\d+_DETAIL_TAB$/),
      'REST_APP_URI',
      'CRM_LEAD_DETAIL_TOOLBAR',
      'CRM_DEAL_DETAIL_TOOLBAR',
      'CRM_CONTACT_DETAIL_TOOLBAR',
      'CRM_COMPANY_DETAIL_TOOLBAR',
      'TASK_VIEW_TOP_PANEL',
    ])
    expect(await placements('partner')).toEqual([expect.any(String), 'REST_APP_URI'])
  })

  it('what somebody removed comes back within the hour, what is not ours any more goes, and a new smart process gets the button', async () => {
    bridge = await openBridge()
    const customer = await admin('customer')
    await customer.call('bizproc.robot.delete', { CODE: 'sla_reply' })
    await customer.call('bizproc.robot.add', {
      CODE: 'sla_former',
      HANDLER: `${bridge.world.appUrl}/bitrix/robots`,
      NAME: 'Прежний робот',
    })
    await customer.call('crm.automation.trigger.delete', { CODE: 'sla_closed' })
    await customer.call('crm.automation.trigger.add', { CODE: 'sla_warning', NAME: 'Зачем это?' })
    const added = await customer.call('crm.type.add', { fields: { title: 'Договоры' } })
    const { type } = z.object({ type: z.object({ entityTypeId: z.number() }) }).parse(added)
    await later(61)
    expect(await robots('customer')).toEqual(customerRobots)
    expect(await triggers('customer')).toContain('sla_closed')
    expect(JSON.stringify(await customer.call('crm.automation.trigger.list', {}))).not.toContain(
      'Зачем',
    )
    expect(await placements('customer')).toContain(
      `CRM_DYNAMIC_${String(type.entityTypeId)}_DETAIL_TOOLBAR`,
    )
  })

  it('a portal without automation is set up without it, and its administrator sees what is missing', async () => {
    bridge = await openBridge({
      customerLacks: ['bizproc.*', 'crm.automation.*'],
    })
    const view = await (await admin('customer')).get('/api/setup', setupViewSchema)
    expect(view.state).toBe('done')
    expect(leftOutOf(view).map(({ part }) => part)).toEqual(['robots', 'triggers'])
    const partner = await (await admin('partner')).get('/api/setup', setupViewSchema)
    expect(leftOutOf(partner)).toEqual([])
  })
})
