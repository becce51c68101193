import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { setupViewSchema } from '../../shared/api/setup.ts'
import { usualCast } from '../support/cast.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { visit } from '../support/visit.ts'

const english = { ...usualCast, customer: { ...usualCast.customer, language: 'en' } }

type SideName = 'customer' | 'partner'

/** An English customer of a Russian partner: in each portal we speak as the portal does. */
describe('the language of a portal', () => {
  let bridge: Bridge

  beforeEach(async () => {
    bridge = await openBridge({ cast: english })
  }, 60_000)
  afterEach(() => bridge.world.stop())

  const admin = (side: SideName) => visit(bridge.world.appUrl, bridge.world[side], adminId)

  async function namesIn(side: SideName, method: string, params = {}): Promise<string> {
    return JSON.stringify(await (await admin(side)).call(method, params))
  }

  async function stagesIn(side: SideName): Promise<string[]> {
    const { place } = bridge[side].session.portal
    const { entityTypeId = 0, categoryId = 0 } = place ?? {}
    const rows = await (
      await admin(side)
    ).call('crm.status.list', {
      filter: { ENTITY_ID: `DYNAMIC_${String(entityTypeId)}_STAGE_${String(categoryId)}` },
      order: { SORT: 'ASC' },
    })
    return z
      .array(z.object({ NAME: z.string() }))
      .parse(rows)
      .map((row) => row.NAME)
  }

  async function setUpAgain(side: SideName): Promise<void> {
    const person = await admin(side)
    await person.post('/api/setup', setupViewSchema)
    await bridge.world.settle()
    expect((await person.get('/api/setup', setupViewSchema)).state).toBe('done')
  }

  it('names what set-up makes: process, stages, options, card, robots, triggers and places', async () => {
    expect(await namesIn('customer', 'crm.type.list')).toContain('"SLA tickets"')
    expect(await namesIn('partner', 'crm.type.list')).toContain('"Обращения SLA"')
    expect((await stagesIn('customer')).slice(0, 3)).toEqual([
      'New',
      'Needs a decision',
      'In progress',
    ])
    expect((await stagesIn('partner')).slice(0, 3)).toEqual([
      'Новое',
      'Требует решения',
      'В работе',
    ])
    expect(await namesIn('customer', 'crm.automation.trigger.list')).toContain(
      'SLA: ticket registered',
    )
    expect(await namesIn('partner', 'crm.automation.trigger.list')).toContain(
      'SLA: обращение зарегистрировано',
    )
    const { entityTypeId } = bridge.customer.session.portal.place ?? {}
    const fields = await namesIn('customer', 'crm.item.fields', { entityTypeId })
    expect(fields).toContain('1 · Critical')
    expect(fields).toContain('Business impact')
    // The portal's own fields are the portal's affair.
    const ours = fields.slice(fields.indexOf('"ufCrm'))
    const everything = [
      ours,
      await namesIn('customer', 'crm.automation.trigger.list'),
      await namesIn('customer', 'crm.item.details.configuration.get', {
        ...{ entityTypeId, scope: 'C' },
        extras: { categoryId: bridge.customer.session.portal.place?.categoryId },
      }),
      ...(await stagesIn('customer')),
    ]
    expect(everything.join('\n')).not.toMatch(/[а-яё]/i)
    expect(bridge.world.customer.placements(adminId).map(({ title }) => title)).toContain(
      'Report a problem',
    )
  })

  it('is learned once: what bears names goes on in them, whatever the portal speaks later', async () => {
    bridge.world.customer.changeLanguage('ru')
    bridge.world.partner.changeLanguage('de')
    await setUpAgain('customer')
    await setUpAgain('partner')
    expect((await stagesIn('customer'))[0]).toBe('New')
    expect((await stagesIn('partner'))[0]).toBe('Новое')
    const { place } = bridge.customer.session.portal
    expect(
      (await visit(bridge.world.appUrl, bridge.world.customer, adminId)).session.portal.place,
    ).toEqual(place)
  })

  it('is that in which something is made again', async () => {
    const person = await admin('customer')
    await person.call('crm.automation.trigger.delete', { CODE: 'sla_closed' })
    bridge.world.clock.advance(61 * 60_000)
    await bridge.world.settle()
    expect(await namesIn('customer', 'crm.automation.trigger.list')).toContain('SLA: ticket closed')
  })
})
