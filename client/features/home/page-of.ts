import type { Session } from '../../../shared/api/session.ts'

export type Page =
  | 'adminNeeded'
  | 'chooseRole'
  | 'linkWaiting'
  | 'setUp'
  | 'ticketCard'
  | 'partnerHome'
  | 'customerHome'

/** Which page a person sees: by where the portal stands, who asks, and the place that opened us. */
export function pageOf(
  { portal, user }: Pick<Session, 'portal' | 'user'>,
  at: { placement: string; itemId: number | null },
): Page {
  switch (portal.stage) {
    case 'new':
      return user.isAdmin ? 'chooseRole' : 'adminNeeded'
    case 'linking':
      return 'linkWaiting'
    case 'settingUp':
      return 'setUp'
    case 'ready':
      if (isCardTab(at.placement) && at.itemId !== null) return 'ticketCard'
      return portal.role === 'partner' ? 'partnerHome' : 'customerHome'
  }
}

const isCardTab = (placement: string) => /^CRM_DYNAMIC_\d+_DETAIL_TAB$/.test(placement)
