import type { Notice } from '../../shared/sla/decide.ts'
import type { Fact, Side } from '../../shared/sla/history.ts'
import type { Words } from '../../shared/words/language.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { correctionText, downgradeText } from './clock-texts.ts'
import { evidenceText } from './tiding-texts.ts'

type Around = { history: readonly Fact[]; zone: string }

/** Notices of the engine that both parties read in their cards. */
export function publicNotices(
  ticket: Ticket,
  notices: readonly Notice[],
  { history, zone }: Around,
): NewOutboxRow[] {
  return notices.flatMap((notice) => {
    if (notice.kind === 'corrected')
      return comments(ticket, notice.key, correctionText(notice.level))
    if (notice.kind !== 'downgraded') return []
    const evidence = evidenceText(notice.change, history, zone)
    return comments(ticket, notice.key, downgradeText(notice.change, evidence, zone))
  })
}

function comments(ticket: Ticket, key: string, text: Words): NewOutboxRow[] {
  return (['customer', 'partner'] satisfies Side[]).map((side) => ({
    memberId: ticket.memberIds[side],
    ticketId: ticket.id,
    key: `${ticket.id}:${key}:${side}`,
    effect: { kind: 'comment', side, text, messageId: null },
  }))
}
