import { quietUntil } from '../../shared/on-call/quiet-hours.ts'
import type { Instant } from '../../shared/time.ts'
import { joined } from '../../shared/words/language.ts'
import type { ContractRecord, Terms } from '../db/contracts-store.ts'
import type { Stores } from '../db/database.ts'
import { managersOf } from './managers-of.ts'
import { recipientIds } from './recipients.ts'
import { openLink } from './message-texts.ts'
import { type News, tidingsOf } from './tidings.ts'

type Told = News & { contract: ContractRecord; terms: Terms }

/**
 * Tells the partner's people what is new about a ticket, in the transaction of the ticket: who is meant
 * by the rota of this moment, and when their quiet hours are over. Level 1 knows no quiet hours.
 */
export async function tellPeople(stores: Stores, told: Told, now: Instant): Promise<void> {
  const tidings = tidingsOf(told)
  if (tidings.length === 0) return
  const { before, after: ticket, contract, terms } = told
  const memberId = ticket.memberIds.partner
  const { settings } = await stores.onCall.find(memberId)
  const partner = await stores.portals.find(memberId)
  const link = openLink(partner?.place?.appCode, ticket.number)
  const around = {
    settings,
    calendar: terms.calendar,
    managerIds: await managersOf(stores, contract),
    now,
  }
  const notices = tidings.flatMap(({ key, to, text }) =>
    recipientIds(ticket, to, around).map((userId) => ({
      key: `${ticket.id}:${key}:${String(userId)}`,
      memberId,
      userId,
      text: joined([text, link]),
    })),
  )
  const isUrgent = ticket.level === 1 || before.level === 1
  const tellAt =
    isUrgent || settings.quiet === null ? null : quietUntil(settings.quiet, settings.zone, now)
  if (tellAt !== null)
    return stores.heldNotices.add(notices.map((one) => ({ ...one, heldAt: now, tellAt })))
  const rows = notices.map(({ key, userId, text }) => ({
    ...{ memberId, ticketId: ticket.id, key },
    effect: { kind: 'notify' as const, side: 'partner' as const, userId, text },
  }))
  await stores.outbox.add(rows, ticket.level, now)
}
