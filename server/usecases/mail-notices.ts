import type { MailSummary } from '../../shared/api/mails.ts'
import { onDutyAt } from '../../shared/on-call/duty.ts'
import { quietUntil } from '../../shared/on-call/quiet-hours.ts'
import type { Level } from '../../shared/sla/level.ts'
import type { Instant } from '../../shared/time.ts'
import { joined, type Words } from '../../shared/words/language.ts'
import type { Stores } from '../db/database.ts'
import type { RawMail } from '../db/raw-mails-store.ts'
import type { MailPlace } from './locate-mail.ts'
import { managersOf } from './managers-of.ts'
import { openLink } from './message-texts.ts'

type Come = {
  mail: Pick<RawMail, 'id'>
  /** Safe to be shown in a portal. */
  summary: Pick<MailSummary, 'subject' | 'text' | 'asksForLevelOne'>
  place: MailPlace
  isAccepted: boolean
}

const hourMs = 60 * 60_000

const isUrgentOf = ({ summary, place, isAccepted }: Come): boolean =>
  isAccepted && (summary.asksForLevelOne || place.ticket?.level === 1)

/** Behind what waits for critical tickets, unless it asks for one. */
const levelOf = (isUrgent: boolean): Level => (isUrgent ? 1 : 4)

/**
 * Tells who is on duty, and the duty manager, that a person of a contract has written; of strangers
 * nobody is told. What asks for level 1 knows no quiet hours.
 */
export async function tellOfMail(stores: Stores, come: Come, now: Instant): Promise<void> {
  const { author, partnerMemberId: memberId } = come.place
  if (!author || memberId === null) return
  const { settings } = await stores.onCall.find(memberId)
  const managerIds = await managersOf(stores, author.contract)
  const onDutyId = onDutyAt(settings, now)?.id
  const readers = new Set([...(onDutyId === undefined ? [] : [onDutyId]), ...managerIds])
  const isUrgent = isUrgentOf(come)
  const text = await textOf(stores, come, author)
  const once = onceOf(come, author.person.id, now)
  const notices = [...readers].map((userId) => ({
    ...{ key: `mail:${once}:${String(userId)}`, memberId, userId, text },
  }))
  const { quiet, zone } = settings
  const tellAt = isUrgent || quiet === null ? null : quietUntil(quiet, zone, now)
  if (tellAt !== null)
    return stores.heldNotices.add(notices.map((one) => ({ ...one, heldAt: now, tellAt })))
  const rows = notices.map(({ key, userId }) => ({
    ...{ memberId, ticketId: come.place.ticket?.id ?? '', key },
    effect: { kind: 'notify' as const, side: 'partner' as const, userId, text },
  }))
  await stores.outbox.add(rows, levelOf(isUrgent), now)
}

/** Of forged mails somebody could send a thousand. */
const onceOf = ({ mail, isAccepted }: Come, personId: string, now: Instant) =>
  isAccepted ? String(mail.id) : `held:${personId}:${String(Math.floor(now / hourMs))}`

type Author = NonNullable<MailPlace['author']>

async function textOf(stores: Stores, come: Come, { person, contract }: Author): Promise<Words> {
  const { summary, place, isAccepted } = come
  if (!isAccepted) return heldText(person.name, contract.customerName)
  const said = { ...summary, isUrgent: isUrgentOf(come) }
  const text = acceptedText(said, person.name, contract.customerName)
  if (!place.ticket) return text
  const partner = await stores.portals.find(place.ticket.memberIds.partner)
  return joined([text, openLink(partner?.place?.appCode, place.ticket.number)])
}

const shownWords = 300

function acceptedText(
  { subject, text, isUrgent }: Come['summary'] & { isUrgent: boolean },
  author: string,
  customerName: string,
): Words {
  const shown = text.slice(0, shownWords)
  return {
    ru: `${isUrgent ? 'Просят критичность 1! ' : ''}Письмо: ${author} (${customerName}), «${subject}». ${shown}\nЦеликом оно в разделе «Почта».`,
    en: `${isUrgent ? 'Criticality 1 is asked for! ' : ''}Mail: ${author} (${customerName}), “${subject}”. ${shown}\nAll of it is under “Mail”.`,
  }
}

/** Its words are not repeated: nobody knows whose they are. */
const heldText = (author: string, customerName: string): Words => ({
  ru: `Задержано письмо от имени: ${author} (${customerName}). Подтверждения, что писал именно этот человек, нет. Посмотрите его в разделе «Почта».`,
  en: `Held back: a mail in the name of ${author} (${customerName}). Nothing proves that this person wrote it. Look at it under “Mail”.`,
})
