import type { ContractState } from '../../shared/api/contracts.ts'
import type { PortalStage, Session } from '../../shared/api/session.ts'
import type { Portal } from '../db/portals-store.ts'

/** A portal as its own people see it. @param link state of the customer's contract, where there is one */
export function portalView(portal: Portal, link: ContractState | undefined): Session['portal'] {
  return {
    memberId: portal.memberId,
    host: portal.host,
    role: portal.role,
    stage: stageOfPortal(portal, link),
    place: portal.place,
  }
}

/** What our page is told of the portal that opens it, before anybody has proved who he is. */
export const frontOf = (portal: Portal | undefined) =>
  portal && {
    origin: new URL(portal.clientEndpoint).origin,
    isCustomers: portal.role === 'customer' && portal.setup.state === 'done',
  }

function stageOfPortal(portal: Portal, link: ContractState | undefined): PortalStage {
  if (portal.role === null) return 'new'
  if (portal.role === 'customer' && link === 'accepted') return 'linking'
  return portal.setup.state === 'done' ? 'ready' : 'settingUp'
}
