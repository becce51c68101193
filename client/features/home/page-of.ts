import type { Session } from '../../../shared/api/session.ts'
import type { Frame } from '../../bitrix/frame.ts'
import { originCardOf } from '../../bitrix/origin-card.ts'

export type Page =
  | 'adminNeeded'
  | 'chooseRole'
  | 'linkWaiting'
  | 'setUp'
  | 'ticketCard'
  | 'linkedTicket'
  | 'report'
  | 'partnerHome'
  | 'customerHome'

/** Which page a person sees: by where the portal stands, who asks, and the place that opened us. */
export function pageOf(
  { portal, user }: Pick<Session, 'portal' | 'user'>,
  at: Pick<Frame, 'placement' | 'itemId' | 'options'>,
): Page {
  switch (portal.stage) {
    case 'new':
      return user.isAdmin ? 'chooseRole' : 'adminNeeded'
    case 'linking':
      return 'linkWaiting'
    case 'settingUp':
      return 'setUp'
    case 'ready':
      return readyPage(portal.role, at)
  }
}

function readyPage(
  role: Session['portal']['role'],
  at: Pick<Frame, 'placement' | 'itemId' | 'options'>,
): Page {
  if (isCardTab(at.placement) && at.itemId !== null) return 'ticketCard'
  if (at.placement === 'REST_APP_URI' && at.options.ticket !== undefined) return 'linkedTicket'
  if (role === 'customer' && originCardOf(at)) return 'report'
  return role === 'partner' ? 'partnerHome' : 'customerHome'
}

const isCardTab = (placement: string) => /^CRM_DYNAMIC_\d+_DETAIL_TAB$/.test(placement)
