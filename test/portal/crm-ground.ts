import { robotCall } from './automation.ts'
import { company, contact, deal, lead, smartInvoice } from './methods/built-in-types.ts'
import { addItem } from './methods/item.ts'
import { addDefaultStages } from './methods/stages.ts'
import { type PortalState, nextId } from './state.ts'
import { type World } from './world.ts'

/** The only funnel of leads and the first one of deals bear this number. */
const firstFunnel = 0

/** Clients come first: the others name them. */
const seeded = {
  companies: company,
  contacts: contact,
  leads: lead,
  deals: deal,
  invoices: smartInvoice,
} as const

function layFunnels(portal: PortalState): void {
  addDefaultStages(portal, { entityTypeId: lead, id: firstFunnel })
  const funnels = [
    { entityTypeId: deal, id: firstFunnel },
    { entityTypeId: smartInvoice, id: nextId(portal, 'category') },
  ]
  for (const funnel of funnels) {
    portal.categories.push({ ...funnel, name: 'Общее', sort: 300, isDefault: true })
    addDefaultStages(portal, funnel)
  }
}

/** What CRM of a portal has from the start: its types, their funnels, elements of the seed. */
export function layCrmGround(world: World, portal: PortalState): void {
  const isBare = !portal.statuses.some(({ entityId }) => entityId === 'STATUS')
  if (!isBare) return
  layFunnels(portal)
  for (const [kind, entityTypeId] of Object.entries(seeded)) {
    portal.items.set(entityTypeId, new Map())
    for (const fields of portal.seed.crm?.[kind as keyof typeof seeded] ?? []) {
      addItem(robotCall(world, portal), { entityTypeId, fields })
    }
  }
}
