import type { Notice } from '../../shared/sla/decide.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { breachText, correctionText, downgradeText, openLink, warningText } from './texts.ts'

export type Audience = {
  zone: string
  /** Portal user who made the contract; the partner's duty manager until there is a rota. */
  dutyManagerId: number
  /** Our app's name in addresses of the partner's portal. */
  appCode: string | undefined
}

/** Notices of the engine → what people are told: privately at the partner's, publicly in both cards. */
export function noticeEffects(
  ticket: Ticket,
  notices: readonly Notice[],
  audience: Audience,
): NewOutboxRow[] {
  return notices.flatMap((notice) => effectsOf(ticket, notice, audience))
}

function effectsOf(ticket: Ticket, notice: Notice, audience: Audience): NewOutboxRow[] {
  switch (notice.kind) {
    case 'warning':
    case 'breach':
    case 'escalation':
      return privately(ticket, notice, audience)
    case 'downgraded':
      return publicly(ticket, notice.key, downgradeText(notice.change, audience.zone))
    case 'corrected':
      return publicly(ticket, notice.key, correctionText(notice.level))
    case 'autoClose':
      return []
  }
}

type Private = Extract<Notice, { kind: 'warning' | 'breach' | 'escalation' }>

function privately(ticket: Ticket, notice: Private, audience: Audience): NewOutboxRow[] {
  const subject = { number: ticket.number, ...notice, zone: audience.zone }
  const words = notice.kind === 'warning' ? warningText(subject, notice.share) : breachText(subject)
  const text = words + openLink(audience.appCode, ticket.number)
  const engineerId = ticket.sides.partner.seen?.assignedById ?? audience.dutyManagerId
  const userIds = new Set(
    notice.to.map((recipient) => (recipient === 'engineer' ? engineerId : audience.dutyManagerId)),
  )
  return [...userIds].map((userId) => ({
    memberId: ticket.memberIds.partner,
    ticketId: ticket.id,
    key: `${ticket.id}:${notice.key}:${String(userId)}`,
    effect: { kind: 'notify', side: 'partner', userId, text },
  }))
}

function publicly(ticket: Ticket, key: string, text: string): NewOutboxRow[] {
  return (['customer', 'partner'] satisfies Side[]).map((side) => ({
    memberId: ticket.memberIds[side],
    ticketId: ticket.id,
    key: `${ticket.id}:${key}:${side}`,
    effect: { kind: 'comment', side, text, messageId: null },
  }))
}
